# services.proxmox-mcp = { enable = true; package = …; settings.clusters.home = { url = …; fingerprint = …; }; tokenFile = …; };
{ config, lib, pkgs, ... }:
let
  cfg = config.services.proxmox-mcp;
  format = pkgs.formats.yaml { };
in
{
  options.services.proxmox-mcp = {
    enable = lib.mkEnableOption "proxmox-mcp, an MCP server for Proxmox VE, over HTTP";
    package = lib.mkOption { type = lib.types.package; };
    settings = lib.mkOption {
      type = format.type;
      default = { };
      description = "The configuration file, as docs/reference/configuration.md has it.";
    };
    tokenFile = lib.mkOption {
      type = lib.types.path;
      description = "A file of root alone with USER@REALM!ID=SECRET; clusters name it as token_file: /run/credentials/proxmox-mcp.service/token.";
    };
  };
  config = lib.mkIf cfg.enable {
    systemd.services.proxmox-mcp = {
      description = "MCP server for Proxmox VE";
      wantedBy = [ "multi-user.target" ];
      wants = [ "network-online.target" ];
      after = [ "network-online.target" ];
      environment.PROXMOX_MCP_STATE = "%S/proxmox-mcp/state.db";
      serviceConfig = {
        ExecStart = "${lib.getExe cfg.package} serve --http --config ${format.generate "proxmox-mcp.yaml" cfg.settings}";
        LoadCredential = "token:${cfg.tokenFile}";
        DynamicUser = true;
        StateDirectory = "proxmox-mcp";
        StateDirectoryMode = "0700";
        UMask = "0077";
        NoNewPrivileges = true;
        ProtectSystem = "strict";
        ProtectHome = true;
        PrivateDevices = true;
        RestrictAddressFamilies = [ "AF_INET" "AF_INET6" "AF_UNIX" ];
        Restart = "on-failure";
        RestartPreventExitStatus = 2;
      };
    };
  };
}
