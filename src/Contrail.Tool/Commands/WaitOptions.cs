using System.CommandLine;
using System.CommandLine.Parsing;

namespace Contrail.Tool.Commands;

/// <summary>The options of <c>contrail record</c> that wait for a process of a name.</summary>
internal static class WaitOptions
{
    private static readonly Option<bool> Wait = new("--wait")
    {
        Description = "With --name: wait until a process of that name can be recorded.",
    };

    private static readonly Option<bool> Follow = new("--follow")
    {
        Description = "With --name: as --wait, and record the next process of that name after each that ends, for "
            + "example across restarts. Each process gets a last snapshot of its own; with -o FILE, earlier ones get "
            + "their time into the name. A --duration counts from the first start.",
    };

    /// <summary>All of them.</summary>
    public static IEnumerable<Option> All { get; } = [Wait, Follow];

    /// <summary>Whether a process is waited for.</summary>
    public static bool Waits(ParseResult parsed) => parsed.GetValue(Wait) || Follows(parsed);

    /// <summary>Whether the next process is recorded after one has ended.</summary>
    public static bool Follows(ParseResult parsed) => parsed.GetValue(Follow);

    /// <summary>What is wrong with them; null if nothing is.</summary>
    public static string? WhyNot(CommandResult result, bool hasName) =>
        !hasName && (result.GetValue(Wait) || result.GetValue(Follow))
            ? "--wait and --follow require --name: they look for a process by its name."
            : null;
}
