#!/usr/bin/env bash
# Make, sign and notarise Chartside for macOS, on a Mac with Xcode's command line tools and Python 3.11:
#
#     APPLICATION_IDENTITY="Developer ID Application: …" INSTALLER_IDENTITY="Developer ID Installer: …" \
#     NOTARY_PROFILE=chartside packaging/macos/build.sh
#
# NOTARY_PROFILE is what `xcrun notarytool store-credentials` keeps in the keychain. Without identities the app is signed
# for this Mac alone and the package says so in its name. With TRY=yes the package is installed, tested and removed.
# Never run by the project itself, which has no Mac; each step fails loudly.
set -euo pipefail
cd "$(dirname "$0")/../.."

APPLICATION_IDENTITY="${APPLICATION_IDENTITY:--}"
INSTALLER_IDENTITY="${INSTALLER_IDENTITY:-}"
NOTARY_PROFILE="${NOTARY_PROFILE:-}"
PYTHON="${PYTHON:-python3.11}"
APP=dist/Chartside.app
ENTITLEMENTS=packaging/macos/entitlements.plist
IDENTIFIER=org.chartside
VENV=build/release-venv
SOURCE_DATE_EPOCH="$(git log -1 --format=%ct)"
export SOURCE_DATE_EPOCH PYTHONHASHSEED=0 PYTHONPATH="$PWD:$PWD/packaging"

build() {
    "$PYTHON" -m venv "$VENV"
    "$VENV/bin/pip" install --require-hashes -r requirements/build.lock
    # Built for every processor of the kind, not for the one of the runner.
    CMAKE_ARGS="-DGGML_NATIVE=OFF -DLLAVA_BUILD=OFF" PATH="$PWD/$VENV/bin:$PATH" \
        "$VENV/bin/pip" install --no-build-isolation --require-hashes -r requirements/tree.lock
    "$VENV/bin/python" -m copilot knowledge build --out build
    "$VENV/bin/python" -m stamp build
    "$VENV/bin/python" -m pictures.icons build/chartside.icns
    rm -rf "$APP"
    "$VENV/bin/python" -m PyInstaller --noconfirm --clean build.spec
    test -d "$APP"
    # The folder beside the app is what went into it.
    "$VENV/bin/python" -m supply.sbom dist/chartside dist/release
    cp "$("$VENV/bin/python" -m supply.notices dist/chartside)" "$APP/Contents/Resources/resources/"
}

# Inside out: what is inside a signature must not change after it. Never `codesign --deep`, which gives every library
# the entitlements of the program.
sign() {
    local options=(--force --options runtime --sign "$APPLICATION_IDENTITY")
    if [ "$APPLICATION_IDENTITY" != "-" ]; then options+=(--timestamp); fi
    local file
    while IFS= read -r -d '' file; do
        if file -b "$file" | grep -q "Mach-O"; then codesign "${options[@]}" "$file"; fi
    done < <(find "$APP/Contents" -type f -print0)
    while IFS= read -r -d '' file; do
        codesign "${options[@]}" "$file"
    done < <(find "$APP/Contents" -depth -type d -name '*.framework' -print0)
    codesign "${options[@]}" --entitlements "$ENTITLEMENTS" "$APP"
    codesign --verify --deep --strict --verbose=2 "$APP"
}

# One component that stays where it is put: else the installer updates whatever copy of the app it finds on the disk.
package() {
    local version package components
    version="$("$VENV/bin/python" -c 'import copilot; print(copilot.__version__)')"
    package="dist/release/chartside-$version-macos.pkg"
    if [ -z "$INSTALLER_IDENTITY" ]; then package="dist/release/chartside-$version-macos-unsigned.pkg"; fi
    components="$(mktemp -d)"
    mkdir -p dist/release "$components/root"
    cp -R "$APP" "$components/root/"
    pkgbuild --analyze --root "$components/root" "$components/components.plist"
    plutil -replace 0.BundleIsRelocatable -bool NO "$components/components.plist"
    pkgbuild --root "$components/root" --component-plist "$components/components.plist" --identifier "$IDENTIFIER" \
        --version "$version" --install-location /Applications "$components/chartside.pkg"
    productbuild --package "$components/chartside.pkg" "$components/product.pkg"
    if [ -n "$INSTALLER_IDENTITY" ]; then
        productsign --timestamp --sign "$INSTALLER_IDENTITY" "$components/product.pkg" "$package"
        pkgutil --check-signature "$package"
    else
        mv "$components/product.pkg" "$package"
    fi
    rm -rf "$components"
    PACKAGE="$package"
}

notarise() {
    xcrun notarytool submit "$PACKAGE" --keychain-profile "$NOTARY_PROFILE" ${NOTARY_KEYCHAIN:+--keychain "$NOTARY_KEYCHAIN"} --wait
    xcrun stapler staple "$PACKAGE"
    spctl --assess --type install --verbose=2 "$PACKAGE"
}

try_it() {
    sudo installer -pkg "$PACKAGE" -target /
    /Applications/Chartside.app/Contents/MacOS/chartside --self-test
    sudo rm -rf /Applications/Chartside.app
    sudo pkgutil --forget "$IDENTIFIER"
}

build
sign
package
if [ -n "$NOTARY_PROFILE" ]; then notarise; fi
if [ "${TRY:-}" = yes ]; then try_it; fi
echo "$PACKAGE"
