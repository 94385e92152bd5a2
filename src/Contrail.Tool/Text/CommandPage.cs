using System.CommandLine;

namespace Contrail.Tool.Text;

/// <summary>What the help of one command contains, for the completion scripts and the manual page.</summary>
/// <param name="Name">The command's name.</param>
/// <param name="Description">Its description.</param>
/// <param name="Arguments">Its arguments, in order.</param>
/// <param name="Options">Its options without the hidden ones; <c>--help</c> is the last.</param>
internal sealed record CommandPage(
    string Name, string Description, IReadOnlyList<Argument> Arguments, IReadOnlyList<OptionLine> Options)
{
    /// <summary>The pages of all commands that the help lists, in its order.</summary>
    public static IReadOnlyList<CommandPage> All(RootCommand root) =>
        [.. root.Subcommands.Where(command => !command.Hidden).Select(Of)];

    private static CommandPage Of(Command command) => new(
        command.Name,
        command.Description ?? "",
        [.. command.Arguments.Where(argument => !argument.Hidden)],
        [
            .. command.Options.Where(option => !option.Hidden).Select(OptionLine.Of),
            new OptionLine(["--help", "-h"], "Shows help for the command.", null, []),
        ]);
}
