package io.github.proxmoxmcp.server.cli;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/// The command line. Without a command it serves, which is what MCP clients start.
@Command(
        name = "proxmox-mcp",
        description = "An MCP server that lets AI assistants know and run Proxmox VE clusters.",
        mixinStandardHelpOptions = true,
        versionProvider = ProxmoxMcp.Version.class,
        footer = {
            "",
            "Exit status: 0 done, 1 it could not be done, 2 wrong usage or configuration.",
            "Environment: PROXMOX_URL, PROXMOX_TOKEN or PROXMOX_TOKEN_FILE, PROXMOX_CA_FILE or PROXMOX_FINGERPRINT,",
            "PROXMOX_MCP_CONFIG, PROXMOX_MCP_STATE, PROXMOX_MCP_ACCESS, PROXMOX_MCP_HTTP,",
            "PROXMOX_MCP_TIME_ZONE, PROXMOX_MCP_LOG (debug, info, warn, error)."
        })
final class ProxmoxMcp implements Callable<Integer> {

    private final Program program;

    @Mixin
    private final ServerOptions options;

    private ProxmoxMcp(Program program, ServerOptions options) {
        this.program = program;
        this.options = options;
    }

    /// All commands, with their options.
    static CommandLine line(Program program) {
        ServerOptions options = new ServerOptions();
        StoreCommands stores = new StoreCommands(program, options, InstantSource.system());
        CommandLine line = new CommandLine(new ProxmoxMcp(program, options))
                .addSubcommand(new ServeCommand(program, options))
                .addSubcommand(new DemoCommand())
                .addSubcommand(new InitCommand(program, options))
                .addSubcommand(new DoctorCommand(program, options))
                .addSubcommand(new CallCommand(program, options))
                .addSubcommand(new ToolsCommand(program, options))
                .addSubcommand(new TokenCommand(program, options))
                .addSubcommand(new PlanCommands.Plans(stores))
                .addSubcommand(new PlanCommands.Approve(stores))
                .addSubcommand(new PlanCommands.Deny(stores))
                .addSubcommand(new AuditCommand(stores))
                .addSubcommand(new FreezeCommands.Stop(stores))
                .addSubcommand(new FreezeCommands.Lift(stores))
                .addSubcommand(new OperatorCommand(stores))
                .addSubcommand(new PasskeyCommand(stores))
                .addSubcommand(new SyncCommand(program, options))
                .addSubcommand(new ExportCommand(program, options))
                .addSubcommand(new ManifestCommands.Check())
                .addSubcommand(new ManifestCommands.Plan(program, options))
                .addSubcommand(new ManifestCommands.Apply(program, options))
                .addSubcommand(new ManifestCommands.DriftCommand(program, options))
                .addSubcommand(new GenerateCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        if (program.isDumb()) {
            line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        }
        SharedOptions.settle(line);
        return line;
    }

    /// Runs a command and returns its exit status.
    static int run(Program program, String[] arguments) {
        CommandLine line = line(program);
        line.setParameterExceptionHandler((error, _) -> {
            line.getErr().println("proxmox-mcp: " + error.getMessage());
            CommandLine.UnmatchedArgumentException.printSuggestions(error, line.getErr());
            line.getErr()
                    .println("Try '" + error.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
            return 2;
        });
        line.setExecutionExceptionHandler((error, _, _) -> Failures.explain(error, line.getErr()));
        return line.execute(Arrays.stream(arguments)
                // The value of --demo is optional and only ever attached: what follows it is the next argument.
                .map(argument -> argument.equals("--demo") ? "--demo=" : argument)
                .toArray(String[]::new));
    }

    @Override
    public Integer call() {
        return ServeCommand.serve(program.configuration(options.settings()));
    }

    /// Reads the version only when it is asked for.
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"proxmox-mcp " + Program.version()};
        }
    }
}
