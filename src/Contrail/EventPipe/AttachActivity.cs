namespace Contrail.EventPipe;

/// <summary>
/// Counts the activity of a target without the events of the first seconds: attaching starts threads of the runtime,
/// which is no activity of a process that does nothing. One thread at a time may use it.
/// </summary>
/// <param name="time">The clock; the target is being attached to now.</param>
internal sealed class AttachActivity(TimeProvider time)
{
    /// <summary>A busy machine takes a second to write what attaching causes.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    private readonly long _openedAt = time.GetTimestamp();
    private long _attachCount;

    /// <summary>The activity at an event count; it changes whenever the target is active.</summary>
    public long Of(long eventCount)
    {
        if (time.GetElapsedTime(_openedAt) < Duration)
        {
            _attachCount = eventCount;
        }

        return eventCount - _attachCount;
    }
}
