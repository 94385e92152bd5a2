using Contrail.Analysis.Reading;
using Contrail.Core.Decoding;
using Contrail.Core.Formats.NetTrace;

namespace Contrail.Analysis.Views;

/// <summary>Counts exceptions. Not safe for concurrent use.</summary>
internal sealed class ExceptionTally
{
    private const int KeysMax = 1_000;
    private const int TopMax = 10;

    private readonly TopTally<string> _types = new(KeysMax);
    private readonly TopTally<(string Type, string Message)> _messages = new(KeysMax);
    private readonly TickRange _thrown = new();
    private long _count;

    public void Add(MetadataRow row, in EventBlockReader current, TraceObject trace)
    {
        _count++;
        _thrown.Add(current.At);
        if (ExceptionThrown.TryRead(row.Version, current.Payload, trace.PointerBytes, out ExceptionThrown thrown))
        {
            string type = FileText.Shorten(thrown.Type);
            _types.Add(type);
            _messages.Add((type, FileText.Shorten(thrown.Message)));
        }
    }

    public ExceptionSummary Conclude(TraceWindow window) => new()
    {
        Count = _count,
        Types = [.. _types.Top(TopMax).Select(top => new NamedCount(top.Key, top.Count))],
        Messages = [.. _messages.Top(TopMax).Select(top =>
            new ExceptionCount(top.Key.Type, top.Key.Message, top.Count))],
        FirstUtc = _thrown.First is { } first ? window.ToUtc(first) : null,
        LastUtc = _thrown.Last is { } last ? window.ToUtc(last) : null,
    };
}
