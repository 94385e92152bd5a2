using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>The recorded process died.</summary>
internal static class CrashRule
{
    /// <summary>How long before the end an exception can be the one that ended the process.</summary>
    private const double LastNanoseconds = 1e9;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "crash", "a process that died", ModelNeeds.None, [RecordedProcessView.Description, ExceptionsView.Description],
        Examine)
    {
        FormatNeeds = ModelNeeds.Exceptions,
    };

    // A process that ends in good order ends its trace. That the stream broke off for another reason is in the row.
    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        ExaminedRow? end = trace.Rows(RecordedProcessView.Description, "facts")
            .FirstOrDefault(row => row.Text("fact") == RecordedProcessView.EndFact);
        if (trace.Context.File.IsTorn == true && end is not null)
        {
            yield return Of(trace, end);
        }
    }

    private static Finding Of(ExaminedTrace trace, ExaminedRow end)
    {
        ExaminedRow? last = trace.Rows(ExceptionsView.Description, "exceptions")
            .Where(row => row.Time("last").Nanoseconds >= trace.WindowNanoseconds - LastNanoseconds)
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
            Culprit = last is { } only && only.Number("count") <= 1 ? (code.Length > 0 ? code : type) : "",
            Stack = last?.Stack("stack") ?? StackId.None,
            Severity = FindingSeverity.Critical,
            Confidence = FindingConfidence.Medium,
            Reason = last is null
                ? "The runtime writes events in blocks: those of the last moments, such as its last exception, are not "
                    + "in the file."
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
            NextStep = "Look at the standard error output of the process and at its exit code.",
        };
    }
}
