using System.CommandLine;
using System.CommandLine.Parsing;

namespace Contrail.Tool.Commands;

/// <summary>The options of <c>contrail record</c> that wait for a process by name.</summary>
internal static class WaitOptions
{
    private static readonly Option<bool> Wait = new("--wait")
    {
        Description = "With --name: wait until a process with that name can be recorded.",
    };

    private static readonly Option<bool> Follow = new("--follow")
    {
        Description = "With --name: like --wait, and after each process ends, record the next one with that name, for "
            + "example across restarts. Each process gets its own last snapshot; with -o FILE, the names of earlier "
            + "ones get a timestamp. --duration counts from the first start.",
    };

    /// <summary>All options of this group.</summary>
    public static IEnumerable<Option> All { get; } = [Wait, Follow];

    /// <summary>Whether the command waits for a process.</summary>
    public static bool Waits(ParseResult parsed) => parsed.GetValue(Wait) || Follows(parsed);

    /// <summary>Whether the next process is recorded after one has ended.</summary>
    public static bool Follows(ParseResult parsed) => parsed.GetValue(Follow);

    /// <summary>Returns why the options are invalid, or null when they are valid.</summary>
    public static string? WhyNot(CommandResult result, bool hasName) =>
        !hasName && (result.GetValue(Wait) || result.GetValue(Follow))
            ? "--wait and --follow require --name: they find a process by its name."
            : null;
}
