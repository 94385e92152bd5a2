using Contrail.Analysis.Reading;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.Views;

/// <summary>Counts exceptions. Not safe for concurrent use.</summary>
internal sealed class ExceptionTally
{
    private const int MaxKeys = 1_000;
    private const int MaxTop = 10;

    private readonly TopTally<string> _types = new(MaxKeys);
    private readonly TopTally<(string Type, string Pattern)> _messages = new(MaxKeys);

    /// <summary>The message of each pattern; null once two different messages occurred.</summary>
    private readonly Dictionary<(string Type, string Pattern), string?> _single = [];
    private readonly TickRange _thrown = new();
    private long _count;

    public void Add(MetadataRow row, in EventBlockReader current, TraceObject trace)
    {
        _count++;
        _thrown.Add(current.At);
        if (ExceptionThrown.TryRead(row.Version, current.Payload, trace.PointerBytes, out ExceptionThrown thrown))
        {
            string type = FileText.ShortenName(TypeNames.Readable(thrown.Type));
            _types.Add(type);
            AddMessage(type, FileText.Shorten(thrown.Message));
        }
    }

    public ExceptionSummary Conclude(TraceWindow window) => new()
    {
        Count = _count,
        Types = [.. _types.Top(MaxTop).Select(top => new NamedCount(top.Key, top.Count))],
        Messages = [.. _messages.Top(MaxTop).Select(top =>
            new ExceptionCount(top.Key.Type, _single.GetValueOrDefault(top.Key) ?? top.Key.Pattern, top.Count))],
        FirstUtc = _thrown.First is { } first ? window.ToUtc(first) : null,
        LastUtc = _thrown.Last is { } last ? window.ToUtc(last) : null,
    };

    private void AddMessage(string type, string message)
    {
        (string Type, string Pattern) key = (type, MessagePattern.Of(message));
        _messages.Add(key);
        if (_single.TryGetValue(key, out string? single))
        {
            _single[key] = single == message ? single : null;
        }
        else if (_single.Count < MaxKeys)
        {
            _single.Add(key, message);
        }
    }
}
