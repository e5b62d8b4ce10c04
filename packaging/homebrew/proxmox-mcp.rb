class ProxmoxMcp < Formula
  desc "MCP server with a memory for Proxmox VE clusters"
  homepage "https://github.com/proxmoxmcp/proxmox-mcp"
  version "@version@"
  license "Apache-2.0"

  on_macos do
    on_arm do
      url "@download@/proxmox-mcp-@version@-darwin-arm64.tar.gz"
      sha256 "@sha256 proxmox-mcp-@version@-darwin-arm64.tar.gz@"
    end
    on_intel do
      url "@download@/proxmox-mcp-@version@-darwin-x64.tar.gz"
      sha256 "@sha256 proxmox-mcp-@version@-darwin-x64.tar.gz@"
    end
  end
  on_linux do
    on_arm do
      url "@download@/proxmox-mcp-@version@-linux-arm64.tar.gz"
      sha256 "@sha256 proxmox-mcp-@version@-linux-arm64.tar.gz@"
    end
    on_intel do
      url "@download@/proxmox-mcp-@version@-linux-x64.tar.gz"
      sha256 "@sha256 proxmox-mcp-@version@-linux-x64.tar.gz@"
    end
  end

  def install
    libexec.install Dir["*"]
    bin.install_symlink libexec/"bin/proxmox-mcp"
    man1.install_symlink libexec/"share/man/proxmox-mcp.1"
    bash_completion.install_symlink libexec/"share/completion/proxmox-mcp.bash" => "proxmox-mcp"
    zsh_completion.install_symlink libexec/"share/completion/_proxmox-mcp"
    fish_completion.install_symlink libexec/"share/completion/proxmox-mcp.fish"
  end

  service do
    run [opt_bin/"proxmox-mcp", "serve", "--http"]
    keep_alive crashed: true
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/proxmox-mcp --version")
  end
end
