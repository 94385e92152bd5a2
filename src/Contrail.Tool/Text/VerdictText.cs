using Contrail.Core.Files;

namespace Contrail.Tool.Text;

/// <summary>Writes the result of a check: the verdict, and each finding with its offset.</summary>
internal static class VerdictText
{
    public static void Write(TextWriter output, TraceVerdict verdict)
    {
        string parts = verdict.Generations is { } generations
            ? $"{Page.Counted(generations, "generation")}, {Page.Counted(verdict.Events, "event")}"
            : Page.Counted(verdict.Events, "event");
        string contents = $"{verdict.Format}, {parts} in "
            + $"{Page.Counted(verdict.Frames, "frame")}, {NumberFormat.Bytes(verdict.Bytes)}";
        string lost = verdict.EventsLost > 0 ? $", {Page.Counted(verdict.EventsLost, "event")} lost" : "";
        output.WriteLine(verdict.IsComplete
            ? $"complete: {contents}{lost}"
            : $"DAMAGED: {contents}{lost} before the damage");
        foreach (Finding finding in verdict.Findings)
        {
            string grade = finding.Grade == FindingGrade.Damage ? "damage" : "note";
            string times = finding.Count > 1 ? $" ({NumberFormat.Count(finding.Count)} times)" : "";
            output.WriteLine($"  {grade,-6} at byte {finding.Offset}: {FindingText.Of(finding)}{times}");
        }

        if (verdict.DamageCount + verdict.NoteCount > verdict.Findings.Count)
        {
            output.WriteLine($"  total: {Page.Counted(verdict.DamageCount, "damage")} and "
                + Page.Counted(verdict.NoteCount, "note"));
        }
    }

    /// <summary>Returns the first damage and the next step in one line.</summary>
    public static string Next(TraceVerdict verdict)
    {
        Finding first = verdict.Findings.First(finding => finding.Grade == FindingGrade.Damage);
        return $"{FindingText.Of(first)} at byte {first.Offset}; "
            + "recover the part before it: contrail repair FILE -o NEW";
    }
}
