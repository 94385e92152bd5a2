using System.CommandLine;
using Contrail.Tool.Demo;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail demo</c>: a sample service, recorded through an incident.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        Option<string> output = new("--output", "-o")
        {
            Description = "The folder for the snapshot.",
            HelpName = "DIR",
            DefaultValueFactory = _ => "contrail-demo",
        };
        Command command = new(
            "demo", "Starts a sample service under load, records it, provokes an incident, and shows what was recorded.")
        {
            output,
        };
        command.SetAction(parsed => DemoRun.Run(parsed.GetValue(output)!));
        return command;
    }
}
