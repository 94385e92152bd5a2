using System.Text.Json;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Stacks;

/// <summary>
/// The file format of speedscope: for each kind of stack a profile of all threads together, and one of each thread in
/// the order of time. The axis is the weight, not the time of day. Not safe for concurrent use.
/// </summary>
/// <remarks>https://www.speedscope.app/file-format-schema.json, the type <c>SampledProfile</c>.</remarks>
internal sealed class SpeedscopeExport : StackExport
{
    private const string Schema = "https://www.speedscope.app/file-format-schema.json";

    /// <summary>More than a person chooses from; each is listed in one menu.</summary>
    private const int MaxThreads = 200;

    private readonly FrameNumbers _frames = new();
    private readonly List<int> _stack = [];
    private readonly Utf8JsonWriter _json;

    private SpeedscopeExport(Stream output, ExportOptions options)
        : base(options)
    {
        _json = new Utf8JsonWriter(output);
        _json.WriteStartObject();
        _json.WriteString("$schema"u8, Schema);
        _json.WriteString("exporter"u8, options.Exporter);
        _json.WriteNumber("activeProfileIndex"u8, 0);
        _json.WriteStartArray("profiles"u8);
    }

    /// <summary>The format.</summary>
    public static ExportFormat Format { get; } = new(
        "speedscope", "speedscope.app: flame graphs of each thread and of all together", ".speedscope.json",
        static (stream, options) => new SpeedscopeExport(stream, options))
    {
        Stacks = ExportStacks.Many,
        Next = "Open it in https://www.speedscope.app (the file stays on this computer), or: npx speedscope {0}",
    };

    /// <inheritdoc/>
    protected override bool KeepsOrder => true;

    /// <inheritdoc/>
    public override void Dispose() => _json.Dispose();

    /// <inheritdoc/>
    protected override void Write(CollectedStacks stacks)
    {
        string title = stacks.File.FileCount > 1
            ? $"{stacks.File.Name}: {StackKinds.TitleOf(stacks.Kind)}"
            : StackKinds.TitleOf(stacks.Kind);
        string all = stacks.Context.HasGoroutines ? "all goroutines" : "all threads";
        WriteProfile(stacks, $"{title}, {all}", Merged(stacks, thread: null));
        List<(long Id, double Value)> threads = [.. stacks.Threads()];
        foreach ((long id, _) in threads.Take(MaxThreads))
        {
            List<StackRun> runs = stacks.Tally.Runs?.GetValueOrDefault(id) ?? Merged(stacks, id);
            WriteProfile(stacks, $"{title}, {StackNames.OfThread(stacks.Context, id)}", runs);
        }

        if (threads.Count > MaxThreads)
        {
            Note($"{threads.Count - MaxThreads} threads with the smallest weights are only in the profile '{all}'.");
        }

        if (stacks.Tally.Runs is null)
        {
            Note($"The stacks of '{StackKinds.NameOf(stacks.Kind)}' are too many to keep their order in time.");
        }
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        _json.WriteEndArray();
        _json.WriteStartObject("shared"u8);
        _json.WriteStartArray("frames"u8);
        foreach (ExportFrame frame in _frames.All)
        {
            _json.WriteStartObject();
            _json.WriteString("name"u8, frame.Name);
            if (frame.File.Length > 0)
            {
                _json.WriteString("file"u8, frame.File);
            }

            if (frame.Line > 0)
            {
                _json.WriteNumber("line"u8, frame.Line);
            }

            _json.WriteEndObject();
            FlushIfLong();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
    }

    private static List<StackRun> Merged(CollectedStacks stacks, long? thread) =>
    [
        .. stacks.Tally.Weights
            .Where(pair => thread is null || pair.Key.ExecutionId == thread)
            .GroupBy(
                pair => pair.Key.Stack,
                (stack, pairs) => new StackRun(stack, pairs.Sum(pair => pair.Value.Value)))
            .OrderByDescending(run => run.Value).ThenBy(run => run.Stack.Value),
    ];

    private void WriteProfile(CollectedStacks stacks, string name, List<StackRun> runs)
    {
        _json.WriteStartObject();
        _json.WriteString("type"u8, "sampled");
        _json.WriteString("name"u8, name);
        _json.WriteString("unit"u8, stacks.Unit == StackUnit.Count ? "none" : StackNames.OfUnit(stacks.Unit));
        _json.WriteNumber("startValue"u8, 0);
        _json.WriteNumber("endValue"u8, runs.Sum(run => run.Value));
        _json.WriteStartArray("samples"u8);
        foreach (StackRun run in runs)
        {
            WriteStack(stacks.Context.Stacks, run.Stack);
            FlushIfLong();
        }

        _json.WriteEndArray();
        _json.WriteStartArray("weights"u8);
        foreach (StackRun run in runs)
        {
            _json.WriteNumberValue(run.Value);
            FlushIfLong();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteStack(StackTable table, StackId stack)
    {
        _json.WriteStartArray();
        _frames.Of(table, stack, _stack);
        for (int index = _stack.Count - 1; index >= 0; index--)
        {
            _json.WriteNumberValue(_stack[index]);
        }

        _json.WriteEndArray();
    }

    // The writer holds everything since its last flush.
    private void FlushIfLong()
    {
        if (_json.BytesPending > 1 << 16)
        {
            _json.Flush();
        }
    }
}
