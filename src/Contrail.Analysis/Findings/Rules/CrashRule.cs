using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>The recorded process died, or its recording ended before it.</summary>
internal static class CrashRule
{
    /// <summary>How long before the end an exception can be the one that ended the process.</summary>
    private const double LastNanoseconds = 1e9;

    private const string WhyItDied = "the standard error output of the process and its exit code: 137 is a kill from "
        + "outside, such as for memory (dmesg, oom_kill in memory.events of its control group).";

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "crash", "a process that died", ModelNeeds.None, [RecordedProcessView.Description, ExceptionsView.Description],
        Examine)
    {
        FileGap = static file => IsKnown(file) ? RuleGap.None : RuleGap.Unknown,
    };

    // A stream that has not broken off is that of a process that lives, or ended in good order.
    private static bool IsKnown(FileDescription file) =>
        file.IsTorn == false || (file.IsTorn == true && file.Ending != RecordingEnd.Unknown);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        ExaminedRow? end = trace.Rows(RecordedProcessView.Description, "facts")
            .FirstOrDefault(row => row.Text("fact") == RecordedProcessView.EndFact);
        if (end is null)
        {
            yield break;
        }

        FileDescription file = trace.Context.File;
        if (file is { IsTorn: true, Ending: RecordingEnd.ProcessDied })
        {
            yield return Died(trace, end);
        }
        else if (file.Ending is RecordingEnd.StreamBroke or RecordingEnd.SessionStopped or RecordingEnd.Detached)
        {
            yield return EndedEarly(trace, end);
        }
        else if (file.IsTorn == true)
        {
            yield return BrokeOff(trace, end);
        }
    }

    private static Finding EndedEarly(ExaminedTrace trace, ExaminedRow end) => new()
    {
        Rule = Rule.Name,
        Headline = $"{Early(trace)}: {end.Text("value")}.",
        Culprit = "",
        Severity = FindingSeverity.Info,
        Confidence = FindingConfidence.High,
        Reason = IsDetached(trace)
            ? "The recorder ended the recording itself."
            : "The recorder saw the end of the stream and that the process lived.",
        Impact = 0,
        Range = new TimeRange(trace.End, trace.End, false, true),
        Evidence = [end.Evidence("value", "how the recording ended")],
        NextStep = "Record again if the incident was later: this file does not contain what followed.",
    };

    private static bool IsDetached(ExaminedTrace trace) => trace.Context.File.Ending == RecordingEnd.Detached;

    private static string Early(ExaminedTrace trace) =>
        IsDetached(trace) ? "The recording ended early" : "The recording ended before the process";

    private static Finding BrokeOff(ExaminedTrace trace, ExaminedRow end) => new()
    {
        Rule = Rule.Name,
        Headline = $"The recording broke off, and whether the process died is unknown: {end.Text("value")}.",
        Culprit = "",
        Severity = FindingSeverity.Warning,
        Confidence = FindingConfidence.Medium,
        Reason = "The recorder saw the end of the stream, and nothing of the process at that time. The last moments "
            + "are not in the file.",
        Impact = 1,
        Range = new TimeRange(trace.End, trace.End, false, true),
        Evidence = [end.Evidence("value", "how the recording ended")],
        NextStep = $"Check whether the process lives. If not, look at {WhyItDied}",
    };

    // An exception that the process survived before is no reason to think that this one ended it.
    private static Finding Died(ExaminedTrace trace, ExaminedRow end)
    {
        ExaminedRow? last = trace.Rows(ExceptionsView.Description, "exceptions")
            .Where(row => row.Time("last").Nanoseconds >= trace.WindowNanoseconds - LastNanoseconds)
            .Where(row => row.Number("count") <= 1)
            .MaxBy(row => row.Time("last").Nanoseconds);
        string type = last?.Text("type") ?? "";
        string code = last is null ? "" : trace.CodeOf(last.Stack("stack"));
        string thrown = last is null ? "" : $" The last exception before: {type}"
            + (code.Length > 0 ? $" in {code}" : "")
            + (last.Text("message") is { Length: > 0 } message ? $": \"{message}\"." : ".");
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"The recording broke off: {end.Text("value")}.{thrown}",
            Culprit = code.Length > 0 ? code : type,
            Stack = last?.Stack("stack") ?? StackId.None,
            Severity = FindingSeverity.Critical,
            Confidence = FindingConfidence.Medium,
            Reason = last is null
                ? "The file has no exception of the last second that the process had not survived before. The runtime "
                    + "writes events in blocks: those of the last moments are not in the file."
                : "The trace contains the end and the last exception, and not whether that ended the process.",
            Impact = 1,
            Range = new TimeRange(last?.Time("last") ?? trace.End, trace.End, false, true),
            Evidence =
            [
                end.Evidence("value", "how the recording ended"),
                .. last is null ? (Evidence[])[] : [last.Evidence("last", $"the last {type}")],
            ],
            Surer = last is null
                ? "Set DOTNET_DbgEnableMiniDump=1: the process then ends later, so that its last events are recorded."
                : "",
            NextStep = $"Look at {WhyItDied}",
        };
    }
}
