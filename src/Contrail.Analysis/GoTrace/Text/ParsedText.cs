using System.Buffers;
using System.Text;
using Contrail.Analysis.GoTrace.Reading;
using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Text;

/// <summary>
/// Writes the events of a reader as the text that <c>go tool trace -d=parsed</c> of Go 1.26 prints, byte for byte.
/// Not safe for concurrent use.
/// </summary>
internal sealed class ParsedText : IGoTraceVisitor
{
    private static readonly byte[][] KindNames = NamesOf<GoEventKind>();
    private static readonly byte[][] StateNames = NamesOf<GoState>();
    private static readonly byte[][] ResourceNames = NamesOf<GoResourceKind>();

    private readonly ByteText _text;
    private readonly TimeZoneInfo _zone;

    /// <param name="output">Takes the text, line by line.</param>
    /// <param name="zone">The time zone of wall-clock times; Go's tool uses the local one.</param>
    public ParsedText(IBufferWriter<byte> output, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(zone);
        _text = new ByteText(output);
        _zone = zone;
    }

    /// <inheritdoc/>
    public void OnGap(GenerationGap gap)
    {
        // The text does not contain it: callers use the property of the reader.
    }

    /// <inheritdoc/>
    public void OnEvent(in GoEvent current)
    {
        _text.Add("M="u8).Add(current.Thread).Add(" P="u8).Add(current.Proc).Add(" G="u8).Add(current.Goroutine)
            .Add(" "u8).Add(KindNames[(int)current.Kind]).Add(" Time="u8).Add(current.Time);
        AddDetails(current);
        bool alwaysHasStack = current.Kind == GoEventKind.StackSample;
        if (alwaysHasStack || current.StackId != 0)
        {
            _text.Add("\nStack=\n"u8);
            AddCalls(current.Stack);
        }

        _text.Add("\n"u8);
    }

    private void AddDetails(in GoEvent current)
    {
        switch (current.Kind)
        {
            case GoEventKind.Metric:
                AddMetric(GoMetric.Of(current));
                break;
            case GoEventKind.Label:
                AddLabel(GoLabel.Of(current));
                break;
            case GoEventKind.RangeBegin or GoEventKind.RangeActive or GoEventKind.RangeEnd:
                AddRange(current);
                break;
            case GoEventKind.TaskBegin or GoEventKind.TaskEnd:
                AddTask(GoTask.Of(current));
                break;
            case GoEventKind.RegionBegin or GoEventKind.RegionEnd:
                AddRegion(GoRegion.Of(current));
                break;
            case GoEventKind.Log:
                AddLog(GoLog.Of(current));
                break;
            case GoEventKind.StateTransition:
                AddTransition(current);
                break;
            case GoEventKind.Experimental:
                AddExperimental(current);
                break;
            case GoEventKind.Sync:
                AddSync(current);
                break;
        }
    }

    private void AddMetric(in GoMetric metric) =>
        _text.Add(" Name="u8).AddQuoted(metric.Name.Span).Add(" Value="u8).AddValue(metric.Value);

    private void AddLabel(in GoLabel label)
    {
        _text.Add(" Label="u8).AddQuoted(label.Text.Span).Add(" Resource="u8);
        AddResource(label.Subject);
    }

    private void AddRange(in GoEvent current)
    {
        GoRange range = GoRange.Of(current);
        _text.Add(" Name="u8).AddQuoted(range.Name.Span).Add(" Scope="u8);
        AddResource(range.Scope);
        if (current.Kind != GoEventKind.RangeEnd)
        {
            return;
        }

        _text.Add(" Attributes=["u8);
        if (range.Swept is { } swept)
        {
            _text.Add("\"bytes swept\"="u8).AddValue(swept.SweptBytes)
                .Add(" \"bytes reclaimed\"="u8).AddValue(swept.ReclaimedBytes);
        }

        _text.Add("]"u8);
    }

    private void AddTask(in GoTask task) => _text
        .Add(" ID="u8).Add(task.Id).Add(" Parent="u8).Add(task.Parent)
        .Add(" Type="u8).AddQuoted(task.Type.Span);

    private void AddRegion(in GoRegion region) =>
        _text.Add(" Task="u8).Add(region.Task).Add(" Type="u8).AddQuoted(region.Type.Span);

    private void AddLog(in GoLog log) => _text
        .Add(" Task="u8).Add(log.Task).Add(" Category="u8).AddQuoted(log.Category.Span)
        .Add(" Message="u8).AddQuoted(log.Message.Span);

    private void AddTransition(in GoEvent current)
    {
        GoTransition transition = GoTransition.Of(current);
        _text.Add(transition.Subject.Kind == GoResourceKind.Proc ? " ProcID="u8 : " GoID="u8)
            .Add(transition.Subject.Id).Add(" "u8)
            .Add(StateNames[(int)transition.From]).Add("->"u8).Add(StateNames[(int)transition.To])
            .Add(" Reason="u8).AddQuoted(transition.Reason.Span);

        // A new goroutine is written with a stack, even an empty one.
        if (current.Row.NewStackIndex >= 0 || transition.Stack.IsTaken)
        {
            _text.Add("\nTransitionStack=\n"u8);
            AddCalls(transition.Stack);
        }
    }

    private void AddExperimental(in GoEvent current)
    {
        GoEventRow row = current.Row;
        _text.Add(" Name="u8).Add(row.NameBytes).Add(" Args=["u8);
        for (int index = 0; index < row.UntimedCount; index++)
        {
            _text.Add(index == 0 ? ""u8 : ", "u8).Add(row.ArgumentBytes[index + 1]).Add("="u8)
                .AddValue(current.Number(index));
        }

        _text.Add("]"u8);
    }

    private void AddSync(in GoEvent current)
    {
        GoSync sync = GoSync.Of(current);
        _text.Add(" N="u8).Add((long)sync.Number);
        if (sync.Snapshot is { } clocks)
        {
            _text.Add(" Trace="u8).Add(sync.SnapshotTime).Add(" Mono="u8).Add(clocks.Monotonic)
                .Add(" Wall="u8).Add(Encoding.ASCII.GetBytes(WallText.Of(clocks, _zone)));
        }
    }

    private void AddResource(in GoResource resource)
    {
        _text.Add(ResourceNames[(int)resource.Kind]);
        if (resource.Kind != GoResourceKind.None)
        {
            _text.Add("("u8).Add(resource.Id).Add(")"u8);
        }
    }

    private void AddCalls(in GoStackTrace stack)
    {
        int depth = stack.Depth;
        for (int index = 0; index < depth; index++)
        {
            GoFrame frame = stack.Frame(index);
            _text.Add("\t"u8).Add(stack.FunctionBytes(index)).Add(" @ 0x"u8).AddHex(frame.Address)
                .Add("\n\t\t"u8).Add(stack.FileBytes(index)).Add(":"u8).Add(frame.Line).Add("\n"u8);
        }
    }

    private static byte[][] NamesOf<TEnum>()
        where TEnum : struct, Enum =>
        [.. Enum.GetNames<TEnum>().Select(Encoding.ASCII.GetBytes)];
}
