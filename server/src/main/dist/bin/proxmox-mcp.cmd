@echo off
rem Starts proxmox-mcp on the Java runtime beside it; the portable build, which has none, on one that is installed.
rem PROXMOX_MCP_JAVA_OPTIONS adds options for that runtime; PROXMOX_MCP_AOT=off does without the cache.
rem No value is expanded inside a block: a parenthesis in a path would end it.
setlocal EnableExtensions DisableDelayedExpansion
set "PM_HOME=%~dp0.."
set "PM_AOT=%PM_HOME%\lib\proxmox-mcp.aot"
set "PM_KEPT=-Dorg.sqlite.lib.path=%PM_HOME%\lib\native"
set "PM_JAVA="
set "PM_OLD="
if exist "%PM_HOME%\runtime\bin\java.exe" set "PM_JAVA=%PM_HOME%\runtime\bin\java.exe"
if defined PM_JAVA goto found

call :look "%PM_HOME%\runtimes\win32-x64"
if defined PROXMOX_MCP_JAVA_HOME call :look "%PROXMOX_MCP_JAVA_HOME:"=%"
if defined JAVA_HOME call :look "%JAVA_HOME:"=%"
for %%j in (java.exe) do if not "%%~$PATH:j"=="" call :look "%%~dp$PATH:j.."
for %%f in ("Eclipse Adoptium" "Java" "Microsoft" "Zulu" "Amazon Corretto" "BellSoft" "OpenJDK") do call :all "%ProgramFiles%\%%~f"
call :all "%USERPROFILE%\.jdks"
call :all "%USERPROFILE%\.m2\jdks"
call :all "%LOCALAPPDATA%\Programs\Eclipse Adoptium"
call :look "%USERPROFILE%\scoop\apps\temurin25-jdk\current"
call :look "%USERPROFILE%\scoop\apps\temurin25-jre\current"
if not defined PM_JAVA goto none
set "PM_KEPT=-Dproxmox-mcp.portable=true"
if not defined LOCALAPPDATA goto found
set "PM_AOT=%LOCALAPPDATA%\proxmox-mcp\cache\@project.version@\proxmox-mcp.aot"
set "PM_KEPT=-Dproxmox-mcp.cache=%LOCALAPPDATA%\proxmox-mcp\cache\@project.version@"

:found
set "PM_CACHE="
if not "%PROXMOX_MCP_AOT%"=="off" if exist "%PM_AOT%" set PM_CACHE="-XX:AOTCache=%PM_AOT%"

rem What one client starts is better without the second compiler; what serves many is not, and gives memory back.
set "PM_COLLECTOR=-XX:+UseSerialGC"
set "PM_COMPILER="
set "PM_FIRST=%~1"
if not defined PM_FIRST set "PM_FIRST=serve"
if "%PM_FIRST%"=="serve" set "PM_COMPILER=-XX:TieredStopAtLevel=1"
if "%PM_FIRST:~0,1%"=="-" set "PM_COMPILER=-XX:TieredStopAtLevel=1"
if defined PROXMOX_MCP_HTTP goto http
rem Arguments of the others may have quotes in them, and are left alone.
if not defined PM_COMPILER goto start
:next
if "%~1"=="" goto start
set "PM_ONE=%~1"
if "%PM_ONE:~0,6%"=="--http" goto http
shift /1
goto next
:http
set "PM_COLLECTOR=-XX:+UseG1GC -XX:G1PeriodicGCInterval=60000 -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30"
set "PM_COMPILER="

rem Standard output belongs to the protocol: what the runtime has to say goes to standard error.
:start
"%PM_JAVA%" %PM_CACHE% -XX:+DisplayVMOutputToStderr -Xlog:disable "-Xlog:all=error,aot*=off,cds*=off:stderr" %PM_COLLECTOR% %PM_COMPILER% -XX:-UsePerfData -Xms48m -Xmx512m --enable-native-access=ALL-UNNAMED "%PM_KEPT%" "-Dproxmox-mcp.launcher=%~f0" %PROXMOX_MCP_JAVA_OPTIONS% -cp "%PM_HOME%\lib\proxmox-mcp.jar" io.github.proxmoxmcp.server.Main %*
exit /b %ERRORLEVEL%

:all
for /f "delims=" %%j in ('dir /b /ad "%~1" 2^>nul') do call :look "%~1\%%j"
exit /b 0

rem FOLDER: takes the Java in it, unless there is one already, if it is new enough.
:look
if defined PM_JAVA exit /b 0
if "%~1"=="" exit /b 0
if not exist "%~1\bin\java.exe" exit /b 0
set "PM_VERSION="
if exist "%~1\release" for /f "usebackq tokens=1,2 delims==" %%a in ("%~1\release") do if "%%a"=="JAVA_VERSION" set "PM_VERSION=%%~b"
if not defined PM_VERSION exit /b 0
rem What stands there is a number, or no order: without quotes it stays within ours, and ends at the first sign of cmd.
set "PM_VERSION=%PM_VERSION:"=%"
set "PM_NUMBER="
for /f "tokens=1 delims=.-+_&|<>^^()!,;= " %%v in ("%PM_VERSION%") do set "PM_NUMBER=%%v"
set "PM_VERSION=%PM_NUMBER%"
if not defined PM_VERSION exit /b 0
if %PM_VERSION% GEQ 25 set "PM_JAVA=%~1\bin\java.exe"
if not defined PM_JAVA set PM_OLD=%PM_OLD% "%~1 (Java %PM_VERSION%)"
exit /b 0

:none
>&2 echo proxmox-mcp: no Java 25 or newer was found: not by PROXMOX_MCP_JAVA_HOME, JAVA_HOME or PATH, and not where Java is
>&2 echo usually installed. Install one (https://adoptium.net has it for every system), or take the package for your system,
>&2 echo which brings its own.
if defined PM_OLD >&2 echo Too old:%PM_OLD%
exit /b 1
