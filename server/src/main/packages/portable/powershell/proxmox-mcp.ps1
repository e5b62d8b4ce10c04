#requires -Version 5.1
# Starts proxmox-mcp from PowerShell, which hands over arguments as they are: cmd would read %, ^, & and | in them. It does not
# lie in bin, beside the .cmd: PowerShell would take it first there, and refuses scripts on most machines.
$ErrorActionPreference = 'Stop'
$home_ = Split-Path -Parent $PSScriptRoot
$wanted = 25

function Get-JavaVersion([string] $folder) {
    $release = Join-Path $folder 'release'
    if (-not (Test-Path (Join-Path $folder 'bin/java*')) -or -not (Test-Path $release)) { return 0 }
    foreach ($line in Get-Content $release) {
        if ($line -match '^JAVA_VERSION="(\d+)') { return [int] $Matches[1] }
    }
    return 0
}

$folders = @($env:PROXMOX_MCP_JAVA_HOME, $env:JAVA_HOME)
$onPath = Get-Command java -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
if ($onPath) { $folders += Split-Path -Parent (Split-Path -Parent $onPath.Source) }
foreach ($maker in 'Eclipse Adoptium', 'Java', 'Microsoft', 'Zulu', 'Amazon Corretto', 'BellSoft', 'OpenJDK') {
    if ($env:ProgramFiles) { $folders += Get-ChildItem -Directory (Join-Path $env:ProgramFiles $maker) -ErrorAction SilentlyContinue | ForEach-Object FullName }
}
foreach ($place in '.jdks', '.m2/jdks') {
    $folders += Get-ChildItem -Directory (Join-Path $HOME $place) -ErrorAction SilentlyContinue | ForEach-Object FullName
}
$java = $folders | Where-Object { $_ -and (Get-JavaVersion $_) -ge $wanted } | Select-Object -First 1
if (-not $java) {
    [Console]::Error.WriteLine("proxmox-mcp: no Java $wanted or newer was found: not by PROXMOX_MCP_JAVA_HOME, JAVA_HOME or PATH, and not where Java is usually installed. Install one (https://adoptium.net has it for every system), or take the package for your system, which brings its own.")
    exit 1
}

$options = @('-XX:+DisplayVMOutputToStderr', '-Xlog:disable', '-Xlog:all=error,aot*=off,cds*=off:stderr')
$served = $env:PROXMOX_MCP_HTTP -or ($args | Where-Object { "$_".StartsWith('--http') })
if ($served) {
    $options += '-XX:+UseG1GC', '-XX:G1PeriodicGCInterval=60000', '-XX:MinHeapFreeRatio=10', '-XX:MaxHeapFreeRatio=30'
} else {
    $options += '-XX:+UseSerialGC'
    if ($args.Count -eq 0 -or $args[0] -eq 'serve' -or "$($args[0])".StartsWith('-')) { $options += '-XX:TieredStopAtLevel=1' }
}
$options += '-XX:-UsePerfData', '-Xms48m', '-Xmx512m', '--enable-native-access=ALL-UNNAMED'
if ($env:LOCALAPPDATA) {
    $cache = Join-Path $env:LOCALAPPDATA 'proxmox-mcp\cache\@project.version@'
    $options += "-Dproxmox-mcp.cache=$cache"
    $aot = Join-Path $cache 'proxmox-mcp.aot'
    if ($env:PROXMOX_MCP_AOT -ne 'off' -and (Test-Path $aot)) { $options += "-XX:AOTCache=$aot" }
}
$options += "-Dproxmox-mcp.launcher=$(Join-Path $home_ 'bin\proxmox-mcp.cmd')"
if ($env:PROXMOX_MCP_JAVA_OPTIONS) { $options += $env:PROXMOX_MCP_JAVA_OPTIONS -split '\s+' }
& (Join-Path $java 'bin/java') @options -cp (Join-Path $home_ 'lib/proxmox-mcp.jar') io.github.proxmoxmcp.server.Main @args
exit $LASTEXITCODE
