using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Interpreting;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.NetTrace.Async;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Async;

/// <summary>
/// Makes async operations of the buffers of the async profiler. A thread hands its buffer over after a second or more,
/// when other threads have written theirs, so the steps are collected and put in the order of time; of too many, the
/// older half is passed on. Not safe for concurrent use.
/// </summary>
/// <param name="shared">What all interpreters share.</param>
internal sealed class AsyncInterpreter(Interpretation shared) : IEventInterpreter
{
    /// <summary>Some 32 MB.</summary>
    private const int MaxSteps = 500_000;

    private readonly AsyncStitcher _stitcher = new(shared.Sink, shared.Stacks.Table);
    private readonly AsyncEventSchema _schema = new();
    private readonly List<AsyncStep> _steps = [];
    private readonly StepHandovers _handovers = new(shared);
    private long _sequence;

    /// <inheritdoc/>
    public InterpretEvent? Find(MetadataRow row) =>
        row is { Provider: AsyncEventReader.Provider, EventId: AsyncEventReader.EventId } ? AddBuffer : null;

    /// <inheritdoc/>
    public void Complete()
    {
        Pass(_steps.Count);
        _stitcher.Complete(_handovers.KnownUntil());
    }

    private static string ReasonOf(AsyncBufferFault fault) => fault switch
    {
        AsyncBufferFault.Cut => "the buffer ends early",
        AsyncBufferFault.UnknownVersion => "the version of the buffer is unknown",
        AsyncBufferFault.UnknownEvent => "a sub-event is of an unknown kind",
        _ => "a sub-event is invalid",
    };

    private void AddBuffer(in NetTraceEvent current, TraceTime at, in EventPayload payload)
    {
        AsyncEventReader reader = new(current.Payload, _schema);
        while (reader.MoveNext())
        {
            if (_steps.Count >= MaxSteps)
            {
                Pass((_steps.Count + 1) / 2);
            }

            _steps.Add(new AsyncStep(
                shared.Index.Clock.ToTime(reader.At),
                _sequence++,
                reader.ThreadContextId,
                unchecked((long)reader.ThreadId),
                reader.Kind,
                reader.ContextId,
                reader.ParentId,
                (int)Math.Min(reader.FrameCount, byte.MaxValue),
                StackOf(reader)));
        }

        _handovers.Add(unchecked((long)reader.ThreadId), at);
        if (reader.Fault != AsyncBufferFault.None)
        {
            shared.Sink.Add(new AsyncDamage(
                at,
                unchecked((long)reader.ThreadId),
                ReasonOf(reader.Fault),
                reader.Offset,
                current.Payload.Length));
        }
    }

    private StackId StackOf(in AsyncEventReader reader)
    {
        if (reader.FrameCount == 0)
        {
            return StackId.None;
        }

        Span<ulong> addresses = stackalloc ulong[byte.MaxValue];
        int count = 0;
        AsyncFrameReader frames = reader.Frames;
        while (frames.MoveNext())
        {
            addresses[count++] = frames.Address;
        }

        return count == 0 ? StackId.None : shared.Stacks.Find(addresses[..count], reader.At);
    }

    private void Pass(int count)
    {
        _steps.Sort();
        for (int index = 0; index < count; index++)
        {
            _stitcher.Add(_steps[index]);
        }

        _steps.RemoveRange(0, count);
    }
}
