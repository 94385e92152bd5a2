using System.CommandLine;
using Contrail.Tool.Text;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail man</c>: the manual page of the tool, which packages install.</summary>
internal static class ManCommand
{
    public static Command Create()
    {
        Command command = new("man", "Prints the manual page in troff format.") { Hidden = true };
        command.SetAction(parsed =>
        {
            RootCommand root = (RootCommand)parsed.RootCommandResult.Command;
            parsed.InvocationConfiguration.Output.Write(ManualText.Of(root.Description!, CommandPage.All(root)));
            return ExitCodes.Done;
        });
        return command;
    }
}
