using System.CommandLine;
using System.Text;

namespace Contrail.Tool.Text;

/// <summary>The manual page in troff format, made from the help of all commands.</summary>
internal static class ManualText
{
    private const string ExitStatus = """
        .SH EXIT STATUS
        .TP
        0
        The command succeeded.
        .TP
        1
        The command failed. Standard error contains the reason.
        .TP
        2
        The command line is not valid.
        .PP
        With a command after \-\-, the exit status of contrail record is that of the command.

        """;

    /// <summary>The page of the tool with this description and these commands.</summary>
    public static string Of(string description, IReadOnlyList<CommandPage> commands)
    {
        StringBuilder page = new(".TH CONTRAIL 1 \"\" \"Contrail\" \"User Commands\"\n");
        page.Append(".SH NAME\ncontrail \\- record running .NET and Go processes and read their traces\n");
        page.Append(".SH SYNOPSIS\n.B contrail\n.I command\n[\n.I options\n]\n");
        page.Append($".SH DESCRIPTION\n{Escape(description)}\n.SH COMMANDS\n");
        foreach (CommandPage command in commands)
        {
            Append(page, command);
        }

        return page.Append(ExitStatus).ToString();
    }

    private static void Append(StringBuilder page, CommandPage command)
    {
        IEnumerable<string> arguments = command.Arguments.Select(NameOf);
        string heading = string.Join(' ', ["contrail", command.Name, .. arguments, "[options]"]);
        page.Append($".SS \"{Escape(heading)}\"\n{Escape(command.Description)}\n");
        foreach (Argument argument in command.Arguments)
        {
            page.Append($".TP\n.I {Escape(NameOf(argument))}\n{Escape(argument.Description ?? "")}\n");
        }

        foreach (OptionLine option in command.Options)
        {
            string names = string.Join(", ", option.Names.Select(name => $"\\fB{Escape(name)}\\fR"));
            string value = option.ValueName is { } name ? $" \\fI{Escape(name)}\\fR" : "";
            page.Append($".TP\n{names}{value}\n{Escape(option.Description)}\n");
        }
    }

    private static string NameOf(Argument argument) => argument.HelpName ?? argument.Name;

    // A line that starts with a dot or a quote would be an instruction.
    private static string Escape(string text)
    {
        string escaped = text
            .Replace("\\", "\\e", StringComparison.Ordinal)
            .Replace("-", "\\-", StringComparison.Ordinal)
            .Replace("\"", "\\(dq", StringComparison.Ordinal)
            .Replace("…", "\\&...", StringComparison.Ordinal);
        return escaped is ['.' or '\'', ..] ? "\\&" + escaped : escaped;
    }
}
