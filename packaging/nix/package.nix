# callPackage ./package.nix { }
{ lib, stdenv, fetchurl, autoPatchelfHook, zlib }:
let
  version = "@version@";
  files = {
    x86_64-linux = { name = "linux-x64"; sha256 = "@sha256 proxmox-mcp-@version@-linux-x64.tar.gz@"; };
    aarch64-linux = { name = "linux-arm64"; sha256 = "@sha256 proxmox-mcp-@version@-linux-arm64.tar.gz@"; };
    x86_64-darwin = { name = "darwin-x64"; sha256 = "@sha256 proxmox-mcp-@version@-darwin-x64.tar.gz@"; };
    aarch64-darwin = { name = "darwin-arm64"; sha256 = "@sha256 proxmox-mcp-@version@-darwin-arm64.tar.gz@"; };
  };
  file = files.${stdenv.hostPlatform.system} or (throw "proxmox-mcp: nothing is released for ${stdenv.hostPlatform.system}");
in
stdenv.mkDerivation {
  pname = "proxmox-mcp";
  inherit version;
  src = fetchurl {
    url = "@download@/proxmox-mcp-${version}-${file.name}.tar.gz";
    inherit (file) sha256;
  };
  sourceRoot = "proxmox-mcp";
  nativeBuildInputs = lib.optionals stdenv.hostPlatform.isLinux [ autoPatchelfHook ];
  buildInputs = lib.optionals stdenv.hostPlatform.isLinux [ zlib stdenv.cc.cc.lib ];
  dontStrip = true;
  installPhase = ''
    runHook preInstall
    mkdir -p $out/lib $out/bin
    cp -a . $out/lib/proxmox-mcp
    ln -s ../lib/proxmox-mcp/bin/proxmox-mcp $out/bin/proxmox-mcp
    runHook postInstall
  '';
  meta = {
    description = "MCP server with a memory for Proxmox VE clusters";
    homepage = "https://github.com/proxmoxmcp/proxmox-mcp";
    license = lib.licenses.asl20;
    platforms = builtins.attrNames files;
    mainProgram = "proxmox-mcp";
  };
}
