using System.CommandLine;
using System.Text.RegularExpressions;
using Contrail.Tool;

namespace Contrail.Tests.Tidy;

/// <summary>What documents refer to exists: files, commands and options.</summary>
internal static partial class DocumentRules
{
    /// <summary>Commands of the script in the root of the repository.</summary>
    private static readonly string[] ScriptCommands = ["build", "help", "version"];

    private static readonly RootCommand Root = CommandLine.Root();

    /// <summary>Relative links that lead to no file or folder.</summary>
    /// <param name="file">The document.</param>
    /// <param name="exists">Returns whether a path from the root is a file or a folder.</param>
    public static IEnumerable<string> BrokenLinks(TextFile file, Func<string, bool> exists) =>
        from index in Indexes(file)
        from Match link in Link().Matches(file.Lines[index])
        let target = link.Groups["target"].Value.Split('#')[0]
        where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
        where !exists(Resolved(file.Path, target))
        select $"{file.Path}:{index + 1}: {target} does not exist";

    /// <summary>Commands and options of the tool that do not exist.</summary>
    public static IEnumerable<string> UnknownCommands(TextFile file) =>
        from index in Indexes(file)
        from Match call in Call().Matches(file.Lines[index])
        from fault in Faults(call.Groups["command"].Value, call.Groups["rest"].Value)
        select $"{file.Path}:{index + 1}: {fault}";

    private static IEnumerable<string> Faults(string name, string rest)
    {
        Command? command = Root.Subcommands.FirstOrDefault(one => one.Name == name);
        if (command is null)
        {
            return ScriptCommands.Contains(name) ? [] : [$"the command '{name}' does not exist"];
        }

        // Options after the double dash belong to the recorded command.
        IEnumerable<string> known = command.Options.Concat(Root.Options)
            .SelectMany(option => option.Aliases.Append(option.Name));
        return Option().Matches(rest.Split(" -- ")[0])
            .Select(option => option.Value)
            .Where(option => !known.Contains(option))
            .Select(option => $"'{name}' has no option {option}");
    }

    private static IEnumerable<int> Indexes(TextFile file) =>
        file.Path.EndsWith(".md", StringComparison.Ordinal) ? Enumerable.Range(0, file.Lines.Length) : [];

    private static string Resolved(string from, string target) =>
        Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(from)!, target))[1..].TrimEnd('/');

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    // In code only: prose about "contrail itself" is no call.
    [GeneratedRegex(@"(?:^\s*|`|\$ |; |\./|\(|&& )contrail (?<command>[a-z][a-z-]*)(?<rest>[^`|;&)\n]*)")]
    private static partial Regex Call();

    [GeneratedRegex(@"(?<=\s)--?[a-z][a-z-]*")]
    private static partial Regex Option();
}
