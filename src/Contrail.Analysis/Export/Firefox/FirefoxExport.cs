using System.Text.Json;
using Contrail.Analysis.Export.Timeline;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Firefox;

/// <summary>
/// A profile of the Firefox Profiler in its processed format: threads with samples and markers, and charts. Several
/// files are one profile. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// The tables and their columns are those of version 66, as in fxprof-processed-profile of
/// https://github.com/mstange/samply; the viewer converts older versions.
/// </remarks>
internal sealed class FirefoxExport : IExport
{
    private const int FormatVersion = 66;

    private readonly Utf8JsonWriter _writer;
    private readonly FirefoxJson _json;
    private readonly FirefoxShared _shared = new();
    private readonly FirefoxRoom _room = new();
    private readonly List<FirefoxTimeline> _timelines = [];
    private readonly List<TimelineSink> _sinks = [];
    private readonly List<string> _notes = [];
    private readonly HashSet<string> _pids = [];
    private readonly ExportOptions _options;

    private FirefoxExport(Stream output, ExportOptions options)
    {
        _options = options;
        _writer = new Utf8JsonWriter(output);
        _json = new FirefoxJson(_writer);
    }

    /// <summary>The format.</summary>
    public static ExportFormat Format { get; } = new(
        "firefox", "profiler.firefox.com: threads with samples and markers, charts", ".profile.json",
        static (stream, options) => new FirefoxExport(stream, options))
    {
        IsTimeline = true,
        Next = "Open it in https://profiler.firefox.com: the page reads {0} here, and uploads only on request.",
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => _notes;

    /// <inheritdoc/>
    public IModelSink Open(ExportedFile file)
    {
        int index = _timelines.Count;
        FirefoxTimeline timeline = new(file, index, _shared, _room, _pids);
        _timelines.Add(timeline);
        TimelineSink sink = new(timeline, index);
        _sinks.Add(sink);
        return sink;
    }

    /// <inheritdoc/>
    public void Complete()
    {
        _json.Object(null, () =>
        {
            _json.Object("meta", WriteMeta);
            _json.Nulls("libs", 0);
            _writer.WriteStartArray("threads");
            _timelines.ForEach(timeline => timeline.WriteThreads(_json));
            _writer.WriteEndArray();

            // After the threads, which still add texts.
            _shared.Write(_json);
            _json.Nulls("pages", 0);
            _json.Nulls("profilerOverhead", 0);
            _writer.WriteStartArray("counters");
            int thread = 0;
            _timelines.ForEach(timeline => thread += timeline.WriteCounters(_json, thread));
            _writer.WriteEndArray();
        });
        _writer.Flush();
        _notes.AddRange(TimelineNotes.Of(_sinks));
        if (_room.RefusedCount > 0)
        {
            _notes.Add($"{_room.RefusedCount} slices, samples and values are left out: the viewer reads a profile at "
                + "once. Select a time with --filter, or use the format perfetto.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private void WriteMeta()
    {
        DateTime start = _timelines.Min(timeline => timeline.StartUtc) ?? DateTime.UnixEpoch;
        _json.Array("categories", ["Contrail"], (_, name) => _json.Object(null, () =>
        {
            _json.Text("name", name);
            _json.Text("color", "blue");
            _json.Array("subcategories", ["Other"], static (writer, text) => writer.WriteStringValue(text));
        }));
        _json.Flag("debug", false);
        _json.Object("extensions", () =>
        {
            _json.Number("length", 0);
            Array.ForEach(["baseURL", "id", "name"], column => _json.Nulls(column, 0));
        });
        _json.Number("interval", 1);
        _json.Number("preprocessedProfileVersion", FormatVersion);
        _json.Number("processType", 0);
        _json.Text("product", _options.Exporter);
        _json.Object("sampleUnits", () =>
        {
            _json.Text("time", "ms");
            _json.Text("eventDelay", "ms");
            _json.Text("threadCPUDelta", "µs");
        });
        _json.Number("startTime", UnixTime.Nanoseconds(start) / 1_000_000);
        _json.Flag("symbolicated", true);
        _json.Nulls("pausedRanges", 0);
        _json.Number("version", 24);
        _json.Flag("usesOnlyOneStackType", true);
        _json.Flag("sourceCodeIsNotOnSearchfox", true);
        _json.Array("markerSchema", [FirefoxMarker.Type], (_, type) => _json.Object(null, () => WriteSchema(type)));
    }

    private void WriteSchema(string type)
    {
        _json.Text("name", type);
        _json.Array(
            "display",
            ["marker-chart", "marker-table", "timeline-overview"],
            static (writer, place) => writer.WriteStringValue(place));
        _json.Text("chartLabel", "{marker.data.label}");
        _json.Text("tooltipLabel", "{marker.name}: {marker.data.label}");
        _json.Text("tableLabel", "{marker.data.label} {marker.data.details}");
        _json.Array(
            "fields",
            [
                ("label", "What", "unique-string"), ("details", "Details", "unique-string"),
                ("flow", "Leads to", "flow-id"), ("causeFlow", "Because of", "terminating-flow-id"),
            ],
            (_, field) => _json.Object(null, () =>
            {
                _json.Text("key", field.Item1);
                _json.Text("label", field.Item2);
                _json.Text("format", field.Item3);
            }));
    }
}
