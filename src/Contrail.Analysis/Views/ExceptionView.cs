using Contrail.Analysis.Model;
using Contrail.Core.Formats;

namespace Contrail.Analysis.Views;

/// <summary>Counts exceptions. Not safe for concurrent use.</summary>
internal sealed class ExceptionView : IModelSink
{
    private const int MaxKeys = 1_000;
    private const int MaxTop = 10;

    private readonly TopTally<string> _types = new(MaxKeys);
    private readonly TopTally<(string Type, string Pattern)> _messages = new(MaxKeys);

    /// <summary>The message of each pattern; null once two different messages occurred.</summary>
    private readonly Dictionary<(string Type, string Pattern), string?> _single = [];

    private TraceTime? _first;
    private TraceTime? _last;
    private TraceExtent _extent;
    private long _count;

    /// <inheritdoc/>
    public ModelNeeds Needs => ModelNeeds.Exceptions;

    /// <inheritdoc/>
    public void Add(in ExceptionRecord exception)
    {
        _count++;
        _first = _first is { } first && first <= exception.Time ? first : exception.Time;
        _last = _last is { } last && last >= exception.Time ? last : exception.Time;
        if (exception.Type.Length > 0)
        {
            _types.Add(exception.Type);
            AddMessage(exception.Type, exception.Message);
        }
    }

    /// <inheritdoc/>
    public void OnEnd(TraceExtent extent) => _extent = extent;

    /// <summary>The counts.</summary>
    public ExceptionSummary Conclude() => new()
    {
        Count = _count,
        Types = [.. _types.Top(MaxTop).Select(top => new NamedCount(top.Key, top.Count))],
        Messages = [.. _messages.Top(MaxTop).Select(top =>
            new ExceptionCount(top.Key.Type, _single.GetValueOrDefault(top.Key) ?? top.Key.Pattern, top.Count))],
        FirstUtc = _first is { } first ? _extent.ToUtc(first) : null,
        LastUtc = _last is { } last ? _extent.ToUtc(last) : null,
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
