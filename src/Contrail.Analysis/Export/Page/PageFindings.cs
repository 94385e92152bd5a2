using System.Text.Json;
using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Comparing;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Export.Page;

/// <summary>Writes the findings of a page, and what was not looked for.</summary>
internal static class PageFindings
{
    /// <summary>More than one reads; the rest is counted.</summary>
    private const int MaxFindings = 30;

    private const int MaxDifferences = 8;

    /// <summary>Writes the properties.</summary>
    public static void Write(Utf8JsonWriter writer, FindingReport report, FrameTable frames)
    {
        writer.WriteArray(
            "findings", report.Findings.Take(MaxFindings), (to, finding) => Write(to, finding, frames));
        writer.WriteNumber("omittedFindings", Math.Max(0, report.Findings.Count - MaxFindings));
        writer.WriteArray("examined", report.Examined, static (to, rule) => to.WriteStringValue(rule.Looked));
        writer.WriteArray("unexamined", report.Unexamined, (to, one) => Write(to, one, report.Context));
        writer.WriteBoolean("changeKnown", report.IsChangeKnown);
        if (report.Change is { Differences.Count: > 0 } change)
        {
            writer.WriteStartObject("change");
            Write(writer, change.Incident);
            writer.WriteArray("differences", change.Differences.Take(MaxDifferences), Write);
            writer.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter writer, Finding finding, FrameTable frames)
    {
        writer.WriteStartObject();
        writer.WriteString("rule", finding.Rule);
        writer.WriteString("severity", PageJson.NameOf(finding.Severity));
        writer.WriteString("headline", finding.Headline);
        writer.WriteKnown("culprit", finding.Culprit);
        writer.WriteNumber("stack", frames.NumberOf(finding.Stack));
        if (finding.Range is { } range)
        {
            Write(writer, range);
        }

        writer.WriteString("confidence", PageJson.NameOf(finding.Confidence));
        writer.WriteString("reason", finding.Reason);
        writer.WriteKnown("surer", finding.Surer);
        writer.WriteString("next", finding.NextStep);
        writer.WriteArray("evidence", finding.Evidence, Write);
        writer.WriteArray(
            "effects", finding.Effects, static (to, effect) => to.WriteStringValue(effect.Headline));
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, TimeRange range)
    {
        writer.WriteNumber("start", range.Start.Nanoseconds);
        writer.WriteNumber("end", range.End.Nanoseconds);
        writer.WriteBoolean("openStart", range.IsOpenAtStart);
        writer.WriteBoolean("openEnd", range.IsOpenAtEnd);
    }

    private static void Write(Utf8JsonWriter writer, Evidence evidence)
    {
        writer.WriteStartObject();
        writer.WriteString("id", evidence.Id);
        writer.WriteString("view", evidence.View);
        writer.WriteString("label", evidence.Label);
        writer.WriteString("unit", PageJson.NameOf(evidence.Column.Unit));
        writer.WritePropertyName("value");
        Write(writer, evidence.Value);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ViewValue value)
    {
        switch (value.Kind)
        {
            case ViewValueKind.Integer:
                writer.WriteNumberValue(value.Integer);
                break;
            case ViewValueKind.Real:
                writer.WriteShortNumber(value.Real);
                break;
            case ViewValueKind.Text:
                writer.WriteStringValue(value.Text);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, UnexaminedRule one, TraceContext context)
    {
        writer.WriteStartObject();
        writer.WriteString("looked", one.Rule.Looked);
        writer.WriteString("gap", PageJson.NameOf(one.Gap));
        writer.WriteKnown("recording", one.Rule.RecordingOf(context));
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Difference difference)
    {
        writer.WriteStartObject();
        writer.WriteString("measure", PageJson.NameOf(difference.Key.Kind));
        writer.WriteKnown("subject", difference.Key.Subject);
        writer.WriteString("unit", PageJson.NameOf(MeasureScale.Of(difference.Key.Kind).Unit));
        writer.WritePropertyName("incident");
        writer.WriteShortNumber(difference.Incident);
        writer.WritePropertyName("usual");
        writer.WriteShortNumber(difference.Usual);
        writer.WritePropertyName("usualMax");
        writer.WriteShortNumber(difference.UsualMax);
        writer.WriteEndObject();
    }
}
