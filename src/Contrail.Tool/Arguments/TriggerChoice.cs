using System.CommandLine;
using System.CommandLine.Parsing;
using Contrail.Core.Triggers;
using Contrail.Tool.Text;

namespace Contrail.Tool.Arguments;

/// <summary>The options of <c>contrail record</c> that take snapshots by themselves.</summary>
internal static class TriggerChoice
{
    private static readonly Option<string[]> On = new("--on")
    {
        Description = "Take a snapshot when this happens, for example 'gc-pause>500ms', "
            + "'exception:System.TimeoutException rate>10/s' or 'starvation'; 'default' is a usual set. "
            + "Can be used several times.",
        HelpName = "EXPRESSION",
    };

    private static readonly Option<TimeSpan?> After = Parsed.Value<TimeSpan>(
        "--after", "With --on: continue recording for this time before the snapshot. Default: 0s.", "2s",
        Durations.TryParse);

    private static readonly Option<TimeSpan?> Cooldown = Parsed.Value<TimeSpan>(
        "--cooldown", "With --on: the time in which the same trigger takes no other snapshot. Default: 1m.", "1m",
        Durations.TryParse);

    /// <summary>All options of this group.</summary>
    public static IEnumerable<Option> All { get; } = [On, After, Cooldown];

    /// <summary>The rules; empty without any.</summary>
    public static IReadOnlyList<TriggerRule> RulesOf(ParseResult parsed) =>
    [
        .. (parsed.GetValue(On) ?? []).SelectMany(expression => TriggerRules.Parse(expression, out _))
            .DistinctBy(rule => rule.Name).Select(rule => rule with
            {
                AfterNanoseconds = Nanoseconds(parsed.GetValue(After)) ?? rule.AfterNanoseconds,
                CooldownNanoseconds = Nanoseconds(parsed.GetValue(Cooldown)) ?? rule.CooldownNanoseconds,
            }),
    ];

    /// <summary>Returns why the options are invalid, or null when they are valid.</summary>
    /// <param name="result">The options.</param>
    /// <param name="hasCommand">Whether a command is to be run.</param>
    public static string? WhyNot(CommandResult result, bool hasCommand)
    {
        string[] expressions = result.GetValue(On) ?? [];
        if (expressions.Length == 0)
        {
            return result.GetResult(After) is { Implicit: false } || result.GetResult(Cooldown) is { Implicit: false }
                ? "--after and --cooldown require --on: they belong to the snapshots that triggers take."
                : null;
        }

        if (hasCommand)
        {
            return "--on requires --pid, --name or --url: triggers of a command are not watched yet.";
        }

        foreach (string expression in expressions)
        {
            if (TriggerRules.Parse(expression, out TriggerError? error).Count == 0)
            {
                return TriggerText.Of(expression, error!);
            }
        }

        return null;
    }

    private static long? Nanoseconds(TimeSpan? duration) => duration is { } known ? (long)known.TotalNanoseconds : null;
}
