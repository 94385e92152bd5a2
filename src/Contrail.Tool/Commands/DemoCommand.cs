using System.CommandLine;
using Contrail.Tool.Demo;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail demo</c>: records a sample service during an incident.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        Option<string> output = new("--output", "-o")
        {
            Description = "Write the snapshot to this folder.",
            HelpName = "DIR",
            DefaultValueFactory = _ => "contrail-demo",
        };
        Command command = new(
            "demo",
            "Starts a sample service under load, records it, causes an incident, and shows what was wrong.")
        {
            output,
        };
        command.SetAction(parsed => DemoRun.Run(parsed.GetValue(output)!));
        return command;
    }
}
