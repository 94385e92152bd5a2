using Contrail.Core.Formats;
using Contrail.Core.Triggers;
using Contrail.Triggers;

namespace Contrail.Tool.Text;

/// <summary>Explains why rules fired or did not.</summary>
internal static class ExplanationText
{
    private static readonly Dictionary<string, string> Reasons = new()
    {
        [NameOf(VerdictReason.Fire)] = "fired",
        [NameOf(VerdictReason.OtherField)] = "not selected: another subject or field",
        [NameOf(VerdictReason.MatchTimedOut)] = "not compared: the regular expression takes too long",
        [NameOf(VerdictReason.NoValue)] = "no number to compare",
        [NameOf(VerdictReason.WithinLimit)] = "within the limit",
        [NameOf(VerdictReason.NotEnoughValues)] = "too few values for a past",
        [NameOf(VerdictReason.NotLongEnough)] = "over the limit, but not long enough",
        [NameOf(VerdictReason.PairStarted)] = "the first event of a pair",
        [NameOf(VerdictReason.NoPairStart)] = "the second event of a pair without the first",
        [NameOf(VerdictReason.OthersMissing)] = "the other conditions were not met in time",
        [NameOf(VerdictReason.SnapshotPending)] = "met again before its snapshot was written",
        [NameOf(VerdictReason.SnapshotFailed)] = "suppressed because its snapshot could not be written",
        [NameOf(VerdictReason.CoolingDown)] = "suppressed by the cooldown",
        [NameOf(VerdictReason.HourlyQuotaUsed)] = "suppressed by the quota of an hour",
        [NameOf(VerdictReason.DailyQuotaUsed)] = "suppressed by the quota of a day",
    };

    /// <summary>Writes what each rule observed and decided.</summary>
    public static void Write(TextWriter output, IReadOnlyList<TriggersExplanation> explanations)
    {
        if (explanations.Count == 0)
        {
            output.WriteLine("No process is being recorded now.");
        }

        foreach (TriggersExplanation one in explanations)
        {
            output.WriteLine(NumberFormat.OneLine(
                $"{one.Process}, pid {one.ProcessId}{ProfileText.Describe(one.Profile)}"));
            foreach (RuleExplanation rule in one.Rules)
            {
                Write(output, rule, one.Profile);
            }

            if (one.MissedCount > 0)
            {
                output.WriteLine($"{NumberFormat.Count(one.MissedCount)} events arrived too fast to be observed; the "
                    + "snapshot contains them.");
            }

            if (one.Error is { } error)
            {
                output.WriteLine(NumberFormat.OneLine(error));
            }
        }
    }

    private static void Write(TextWriter output, RuleExplanation rule, ActiveProfile? profile)
    {
        string expression = rule.Rule == rule.Expression ? "" : $" ({rule.Expression})";
        output.WriteLine(NumberFormat.OneLine($"{rule.Rule}{expression}: {State(rule)}"));
        if (rule.SnapshotInSeconds is { } wait)
        {
            output.WriteLine(wait > 0
                ? $"    its snapshot is taken in {NumberFormat.Seconds(wait)}"
                : "    its snapshot is being written");
        }

        foreach (string condition in rule.NotRecorded)
        {
            output.WriteLine(NumberFormat.OneLine($"    {RuleStateText.NotRecorded(profile, condition)}"));
        }

        foreach (ExplainedField missing in rule.MissingFields)
        {
            string text = MissingFieldText.Of(missing.Event, missing.Field, missing.Nearest);
            output.WriteLine(NumberFormat.OneLine($"    {text}"));
        }

        foreach (ExplainedName missing in rule.MissingNames)
        {
            output.WriteLine(NumberFormat.OneLine($"    {MissingNameText.Of(missing)}"));
        }

        foreach (ExplainedDecision decision in rule.Recent)
        {
            output.WriteLine(NumberFormat.OneLine($"    {Decision(decision)}"));
        }

        bool isFiringRecent = rule.Recent.Any(one => one.Because == rule.LastFiring?.Because);
        if (rule.LastFiring is { } firing && !isFiringRecent)
        {
            output.WriteLine(NumberFormat.OneLine($"    {Decision(firing)}"));
        }
    }

    private static string State(RuleExplanation rule)
    {
        if (rule.ObservationCount == 0)
        {
            return "nothing was observed for it yet";
        }

        string suppressed = Counted("could not be written", rule.FailedCount)
            + Counted("met again before the snapshot was written", rule.SuppressedByPending)
            + Counted("suppressed after a failed snapshot", rule.SuppressedByFailure)
            + Counted("suppressed by the cooldown", rule.SuppressedByCooldown)
            + Counted("by the quota of an hour", rule.SuppressedByHourlyQuota)
            + Counted("by the quota of a day", rule.SuppressedByDailyQuota)
            + Counted("not compared in time", rule.MatchTimeoutCount)
            + Counted("forgotten", rule.ForgottenCount);
        string observed = Page.Counted(rule.ObservationCount, "observation");
        return $"fired {Page.Counted(rule.FiringCount, "time")}, of {observed}{suppressed}";
    }

    private static string Counted(string what, long count) => count > 0 ? $", {NumberFormat.Count(count)} {what}" : "";

    private static string Decision(ExplainedDecision decision)
    {
        string ago = decision.SecondsAgo is { } seconds ? $"{NumberFormat.Seconds(seconds)} ago: " : "";
        string subject = decision.Subject.Length > 0 ? $"{decision.Subject}, " : "";
        string because = Reasons.GetValueOrDefault(decision.Because, decision.Because);
        string figure = decision.Figure is { } value ? $", {TriggerText.Figure(decision.Unit, value)}" : "";
        figure += decision.Limit is { } limit ? $" (limit {TriggerText.Figure(decision.Unit, limit)})" : "";
        return $"{ago}{subject}{because}{figure}";
    }

    private static string NameOf(VerdictReason reason) => EnumName.Of(reason)!;
}
