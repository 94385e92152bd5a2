using System.CommandLine;
using Contrail.Tool.Text;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail completion</c>: the script with which a shell completes the command line.</summary>
internal static class CompletionCommand
{
    public static Command Create()
    {
        Argument<string> shell = new("shell") { Description = "The shell: bash, zsh or fish." };
        shell.AcceptOnlyFromAmong([.. CompletionText.Shells]);
        Command command = new(
            "completion",
            "Prints a completion script for a shell. For bash: source <(contrail completion bash)")
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            RootCommand root = (RootCommand)parsed.RootCommandResult.Command;
            parsed.InvocationConfiguration.Output.Write(
                CompletionText.Of(parsed.GetValue(shell)!, CommandPage.All(root)));
            return ExitCodes.Done;
        });
        return command;
    }
}
