#Requires -Version 7.4
# Make, sign, verify, install, try and remove Chartside on a Windows runner:
#
#     $env:CHARTSIDE_SIGN_COMMAND = "'C:/…/signtool.exe' sign /fd SHA256 /tr http://… /td SHA256 /sha1 … {in}"
#     packaging/windows/build.ps1 -Try
#
# Needs Python 3.11, Visual Studio's C++ build tools, git, and wixl: the same maker of installers as on Linux, from MSYS2
# (`pacman -S mingw-w64-x86_64-msitools`). Without a sign command nothing is signed, and that is said. Never run by the
# project itself, which has no Windows; each step fails loudly.
[CmdletBinding()]
param(
    [string] $Python = 'python',
    [string] $Msitools = 'C:\msys64\mingw64\bin',
    [switch] $Try
)
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
Set-StrictMode -Version Latest
Set-Location (Join-Path $PSScriptRoot '..' '..')
$env:PYTHONUTF8 = '1'
$env:PYTHONPATH = "$(Get-Location);$(Join-Path (Get-Location) 'packaging')"
$env:PATH += ";$Msitools"
$venv = Join-Path (Get-Location) 'build' 'release-venv'
$run = Join-Path $venv 'Scripts' 'python.exe'
$program = Join-Path $env:ProgramFiles 'Chartside'

function Install-Packages {
    & $Python -m venv $venv
    $env:PATH = "$venv\Scripts;$env:PATH"  # cmake and ninja, which the build of llama.cpp asks for
    # Built for AVX2, not for the processor of the runner.
    $env:CMAKE_ARGS = '-DGGML_NATIVE=OFF -DLLAVA_BUILD=OFF'
    & $run -m pip install --require-hashes -r requirements/build.lock
    & $run -m pip install --no-build-isolation --require-hashes -r requirements/tree.lock
}

function Build-Tree {
    $env:SOURCE_DATE_EPOCH = (& git log -1 '--format=%ct')
    $env:PYTHONHASHSEED = '0'
    & $run -m copilot knowledge build --out build
    & $run -m stamp build
    & $run -m pictures.icons build/chartside.ico
    & $run -m PyInstaller --noconfirm --clean build.spec
    & $run -m supply.notices dist/chartside
}

function Build-Installer {
    if ($env:CHARTSIDE_SIGN_COMMAND) { & $run -m windows.signing sign dist/chartside | Out-Host }
    $made = (& $run -m windows.msi dist/chartside dist/release | Select-Object -Last 1).Trim()
    if ($env:CHARTSIDE_SIGN_COMMAND) {
        & $run -m windows.signing sign $made | Out-Host
        Confirm-Signatures $made
    }
    else { Write-Warning "$made is not signed: CHARTSIDE_SIGN_COMMAND is not set." }
    return $made
}

# Windows' own verdict, with Windows' own list of authorities.
function Confirm-Signatures([string] $installer) {
    $files = Get-ChildItem dist/chartside -Recurse -Include '*.exe', '*.dll', '*.pyd'
    foreach ($file in @($files) + (Get-Item $installer)) {
        $found = Get-AuthenticodeSignature $file
        if ($found.Status -ne 'Valid' -or -not $found.TimeStamperCertificate) {
            throw "$file is not signed as it must be: $($found.StatusMessage)"
        }
    }
}

function Invoke-Installer([string[]] $arguments) {
    $done = Start-Process msiexec -ArgumentList ($arguments + '/qn', '/norestart', '/l*v', 'dist\msiexec.log') -Wait -PassThru
    if ($done.ExitCode -notin 0, 3010) { Get-Content dist\msiexec.log -Tail 50; throw "msiexec ended with $($done.ExitCode)" }
}

function Test-Installation([string] $installer) {
    Invoke-Installer '/i', "`"$installer`"", 'LOCK_IDLE_MINUTES=5'
    & "$program\chartside.exe" --self-test
    & "$program\chartside.exe" policy check
    $held = Get-ItemPropertyValue 'HKLM:\SOFTWARE\Policies\Chartside\lock' idle_minutes
    if ($held -ne 5) { throw "The policy that was given is not in the registry: $held" }
    Invoke-Installer '/x', "`"$installer`""
    if (Test-Path $program) { throw "$program is still there." }
    Remove-Item 'HKLM:\SOFTWARE\Policies\Chartside' -Recurse
}

Install-Packages
Build-Tree
$installer = Build-Installer
& $run -m supply.sbom dist/chartside dist/release | Out-Host
if ($Try) { Test-Installation $installer }
Write-Output $installer
