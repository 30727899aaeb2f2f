/* Stands in the place of chartside.exe in the installer that a machine without Windows makes. It says so and fails, so
   that nobody, and no script of IT's, takes that installer for the program. */
#include <windows.h>

static const char WORDS[] =
    "This is the structure of Chartside's installer, without the program.\r\n"
    "It shows what an installation, its policy and its signatures do to a computer.\r\n"
    "The program for Windows is made on Windows: packaging/windows/build.ps1.\r\n";

int main(void)
{
    DWORD written = 0;
    WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), WORDS, sizeof WORDS - 1, &written, NULL);
    return 1;
}
