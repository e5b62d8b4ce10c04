// Stands in for java.exe under Wine: prints the environment that matters and each argument on a line of its own, in UTF-8.
#include <stdio.h>
#include <windows.h>
#include <shellapi.h>

int main(void) {
    int count;
    LPWSTR *arguments = CommandLineToArgvW(GetCommandLineW(), &count);
    for (int i = 0; i < count; i++) {
        char text[32768];
        WideCharToMultiByte(CP_UTF8, 0, arguments[i], -1, text, sizeof text, NULL, NULL);
        printf("%s\n", text);
    }
    return 7;
}
