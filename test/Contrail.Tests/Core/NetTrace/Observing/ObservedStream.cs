using Contrail.Core.NetTrace.Observing;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Core.Triggers;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Observing;

/// <summary>A stream that is recorded and observed, as by a recorder.</summary>
internal sealed class ObservedStream : IDisposable
{
    private readonly TraceRecording _recording;

    public ObservedStream(params string[] expressions)
    {
        EventTap tap = new();
        NetTraceFormat format = new(1 << 20, tap: tap, milestones: Milestones);
        _recording = new TraceRecording(
            format, new RecordingLimits(TimeSpan.FromSeconds(60), 64 << 20), NetTraceSplitter.MaxFrameBytes);
        Observer = new NetTraceObserver(tap, () => format.Trace);
        Use(expressions);
    }

    public NetTraceObserver Observer { get; }

    public RuntimeMilestones Milestones { get; } = new();

    /// <summary>Another stream follows.</summary>
    public ObservedStream Next()
    {
        _recording.BeginStream(_recording.Latest ?? default);
        return this;
    }

    public ObservedStream Use(params string[] expressions)
    {
        Observer.Use(expressions.SelectMany(expression =>
        {
            IReadOnlyList<TriggerRule> rules = TriggerRules.Parse(expression, out TriggerError? error);
            Assert.Null(error);
            return rules.SelectMany(rule => rule.On.Signals);
        }));
        return this;
    }

    public ObservedStream Feed(NetTraceFile file) => Feed(file.Whole());

    public ObservedStream Feed(ReadOnlySpan<byte> bytes, bool isValid = true)
    {
        SourceState state = SourceState.Open;
        while (bytes.Length > 0 && state == SourceState.Open)
        {
            Span<byte> room = _recording.Room();
            int length = Math.Min(room.Length, bytes.Length);
            bytes[..length].CopyTo(room);
            state = _recording.Advance(length);
            bytes = bytes[length..];
        }

        Assert.True(!isValid || state != SourceState.Malformed);
        return this;
    }

    /// <summary>Feeds that many exceptions, in blocks, within a second or a few.</summary>
    public ObservedStream FeedStorm(int exceptionCount)
    {
        NetTraceFile file = new();
        for (int number = 0; number < exceptionCount; number++)
        {
            file.Add(RuntimeEvents.Exception("A", "a"), 100 + (number / 1000.0));
            if (number % 1_000 == 0)
            {
                file.CloseBlock();
            }
        }

        return Feed(file);
    }

    /// <summary>What one turn observes.</summary>
    public List<Observation> Take()
    {
        List<Observation> observations = [];
        Observer.Take(observations);
        return observations;
    }

    /// <summary>What two turns observe: those events for which the order matters wait for the second.</summary>
    public List<Observation> TakeAll() => [.. Take(), .. Take()];

    public void Dispose() => _recording.Dispose();
}
