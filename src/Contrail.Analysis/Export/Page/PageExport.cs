using System.Text.Json;
using Contrail.Analysis.Findings;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Machine;

namespace Contrail.Analysis.Export.Page;

/// <summary>
/// Makes one page of a trace that needs nothing else: findings, charts, a timeline and flame graphs, in one reading.
/// Not safe for concurrent use.
/// </summary>
/// <param name="output">Receives the page; it is not closed.</param>
/// <param name="options">What the user has chosen.</param>
internal sealed class PageExport(Stream output, ExportOptions options) : IExport
{
    private const string Schema = "contrail.page/1";
    private const int MaxLosses = 100;

    /// <summary>More methods than a program runs in a window.</summary>
    private const int MaxNames = 50_000;

    private readonly TextTable _texts = new();
    private readonly TextTable _names = new(MaxNames);
    private readonly FindingRun _findings = new(RuleCatalog.All, PageCharts.Views);
    private readonly CounterSink _counters = new();
    private readonly TimeUseView _times = new();
    private readonly FlameSink _flames = new();
    private readonly List<string> _notes = [];
    private PageTimelineSink? _timeline;
    private string _file = "";

    /// <summary>The format.</summary>
    public static ExportFormat Format { get; } = new(
        "html", "one page for any browser, offline: findings, charts, timeline, flame graphs", ".html",
        static (stream, options) => new PageExport(stream, options))
    {
        Next = "open {0} in a browser",
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => _notes;

    /// <inheritdoc/>
    public IModelSink Open(ExportedFile file)
    {
        if (_timeline is not null)
        {
            _notes.Add($"A page shows one file, {_file}. Convert {file.Name} to a page of its own.");
            return new TraceModel();
        }

        _file = file.Name;
        _timeline = new PageTimelineSink(_texts);
        return new TraceModel(_findings.Model, _counters, _times, _timeline, _flames);
    }

    /// <inheritdoc/>
    public void Complete() => PageTemplate.Write(output, content =>
    {
        using Utf8JsonWriter writer = PageJson.Create(content);
        WriteContent(writer);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>Writes what the page shows.</summary>
    internal void WriteContent(Utf8JsonWriter writer)
    {
        FindingReport report = _findings.Conclude();
        FrameTable frames = new(report.Context.Stacks, _names);
        writer.WriteStartObject();
        writer.WriteString("schema", Schema);
        WriteFile(writer, report);
        PageFindings.Write(writer, report, frames);
        PageCharts.Write(writer, report, _counters, _times.Conclude());
        PageTimeline.Write(writer, _timeline!, _texts, report.Context, frames);
        PageFlames.Write(writer, _flames, report.Context.Stacks, frames);
        writer.WriteNumber("rejectedStacks", report.Context.Stacks.RejectedCount);
        PageFlames.Write(writer, frames, _names);
        writer.WriteEndObject();
    }

    private void WriteFile(Utf8JsonWriter writer, FindingReport report)
    {
        FileDescription file = report.Context.File;
        writer.WriteStartObject("file");
        writer.WriteString("name", _file);
        writer.WriteString("format", file.Format);
        writer.WriteBoolean("goroutines", report.Context.HasGoroutines);
        writer.WriteNumber("duration", report.Extent.End.Nanoseconds);
        if (report.Extent.StartUtc is { } start)
        {
            writer.WriteString("startUtc", start);
        }

        writer.WriteKnown("filter", options.Filter);
        writer.WriteKnown("reason", file.Reason);
        writer.WriteKnown("end", file.End);
        writer.WriteNumber("processors", file.ProcessorCount);
        if (file.IsTorn is { } isTorn)
        {
            writer.WriteBoolean("torn", isTorn);
        }

        writer.WriteBoolean("damaged", file.IsDamaged);
        WriteProcess(writer, file.Process);
        writer.WriteArray("sessions", file.Sessions, static (to, line) => to.WriteStringValue(line));
        WriteTriggers(writer, file);
        WriteLosses(writer, file);
        writer.WriteEndObject();
    }

    private static void WriteProcess(Utf8JsonWriter writer, ProcessFacts? process)
    {
        if (process is not null)
        {
            writer.WriteStartObject("process");
            writer.WriteNumber("id", process.Id);
            writer.WriteKnown("name", process.Name);
            writer.WriteKnown("commandLine", process.CommandLine);
            writer.WriteKnown("runtime", process.RuntimeVersion);
            writer.WriteKnown("system", process.OperatingSystem);
            writer.WriteKnown("architecture", process.Architecture);
            writer.WriteEndObject();
        }
    }

    private static void WriteTriggers(Utf8JsonWriter writer, FileDescription file)
    {
        writer.WriteArray("triggers", file.Triggers, static (to, trigger) =>
        {
            to.WriteStartObject();
            to.WriteString("rule", trigger.Rule);
            to.WriteString("expression", trigger.Expression);
            to.WriteKnown("subject", trigger.Subject);
            to.WriteEndObject();
        });
        writer.WriteNumber("triggerCount", file.TriggerCount);
    }

    private static void WriteLosses(Utf8JsonWriter writer, FileDescription file)
    {
        writer.WriteArray("losses", file.Losses.Take(MaxLosses), static (to, loss) =>
        {
            to.WriteStartObject();
            to.WriteString("from", loss.FromUtc);
            to.WriteString("to", loss.ToUtc);
            to.WriteString("reason", PageJson.NameOf(loss.Reason));
            to.WriteNumber("count", loss.Count);
            to.WriteKnown("detail", loss.Detail);
            to.WriteEndObject();
        });
        writer.WriteNumber("omittedLosses", Math.Max(0, file.Losses.Count - MaxLosses));
        if (file.LossesMayBeMore is { } mayBeMore)
        {
            writer.WriteBoolean("lossesMayBeMore", mayBeMore);
        }
    }
}
