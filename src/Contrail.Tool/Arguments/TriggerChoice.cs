using System.CommandLine;
using System.CommandLine.Parsing;
using Contrail.Core.Triggers;
using Contrail.Tool.Foreground;
using Contrail.Triggers;

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

    private static readonly Option<string?> Rules = new("--rules")
    {
        Description = "Take snapshots by the rules of this file, and do what else they contain. SIGHUP reads it again; "
            + "with a command it is not passed on.",
        HelpName = "FILE",
    };

    /// <summary>All options of this group.</summary>
    public static IEnumerable<Option> All { get; } = [On, After, Cooldown, Rules];

    /// <summary>The rules; null without any.</summary>
    public static ChosenRules? Of(ParseResult parsed)
    {
        ChosenRules chosen = new(OwnRules(parsed), parsed.GetValue(Rules));
        return chosen is { Own: [], Path: null } ? null : chosen;
    }

    private static IReadOnlyList<TriggerRule> OwnRules(ParseResult parsed) =>
    [
        .. RulesOf(parsed.GetValue(On) ?? []).Select(rule => rule with
        {
            AfterNanoseconds = Nanoseconds(parsed.GetValue(After)) ?? rule.AfterNanoseconds,
            CooldownNanoseconds = Nanoseconds(parsed.GetValue(Cooldown)) ?? rule.CooldownNanoseconds,
        }),
    ];

    private static IReadOnlyList<TriggerRule> RulesOf(string[] expressions) =>
        [.. expressions.SelectMany(one => TriggerRules.Parse(one, out _)).DistinctBy(rule => rule.Name)];

    /// <summary>Returns why the options are invalid, or null when they are valid.</summary>
    /// <param name="result">The options.</param>
    public static string? WhyNot(CommandResult result)
    {
        string[] expressions = result.GetValue(On) ?? [];
        bool isTimed =
            Parsed.IsGiven(result, After) || Parsed.IsGiven(result, Cooldown);
        if (expressions.Length == 0 && isTimed)
        {
            return "--after and --cooldown require --on: they belong to its triggers. Rules of a file have their own.";
        }

        foreach (string expression in expressions)
        {
            if (TriggerRules.Parse(expression, out TriggerError? error).Count == 0)
            {
                return TriggerErrorText.Of(expression, error!);
            }
        }

        return WhyNotAll(new ChosenRules(RulesOf(expressions), result.GetValue(Rules)));
    }

    private static string? WhyNotAll(ChosenRules chosen)
    {
        try
        {
            bool isEmpty = chosen.Path is not null && chosen.Read().Count == chosen.Own.Count;
            return isEmpty ? $"No rules in {chosen.Path}." : null;
        }
        catch (Exception failure) when (failure is FormatException or IOException or UnauthorizedAccessException
            or ArgumentException)
        {
            return failure.Message;
        }
    }

    private static long? Nanoseconds(TimeSpan? duration) => duration is { } known ? (long)known.TotalNanoseconds : null;
}
