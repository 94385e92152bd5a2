using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Observing;
using Contrail.Core.Ring.Lanes.Figures;
using Contrail.Machine;
using Contrail.Machine.Figures;
using Contrail.Sources;

namespace Contrail.EventPipe;

/// <summary>
/// Makes figures of what the runtime did since the last reading. They are unknown if the profile does not request their
/// events, and if events are missing.
/// </summary>
internal sealed class RuntimeFigures : IStreamFigures
{
    /// <summary>A recorder that has not read for this long has events to read that have already happened.</summary>
    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(100);

    private static readonly int Interval = FigureTable.Runtime.IndexOf(FigureTable.Interval);
    private static readonly int Collections = FigureTable.Runtime.IndexOf("Gen0Collections");
    private static readonly int PauseTime = FigureTable.Runtime.IndexOf("PauseTime");
    private static readonly int LongestPause = FigureTable.Runtime.IndexOf("LongestPause");
    private static readonly int Exceptions = FigureTable.Runtime.IndexOf("Exceptions");

    private readonly RuntimeMilestones _milestones;
    private readonly IDrain _drain;
    private readonly Func<(Profile Profile, bool IsLive)> _session;
    private readonly long _ticksPerSecond;
    private Profile _profile;
    private TraceTicks _before;

    /// <param name="milestones">Counts the events of the main session.</param>
    /// <param name="drain">What reads them.</param>
    /// <param name="session">Returns what is recorded now, and whether its stream has not ended.</param>
    /// <param name="now">This moment on the trace's clock.</param>
    /// <param name="ticksPerSecond">The frequency of that clock.</param>
    public RuntimeFigures(
        RuntimeMilestones milestones, IDrain drain, Func<(Profile Profile, bool IsLive)> session, TraceTicks now,
        long ticksPerSecond)
    {
        _milestones = milestones;
        _drain = drain;
        _session = session;
        _ticksPerSecond = ticksPerSecond;
        _profile = session().Profile;
        _before = now;

        // What arrived before is of a time that is not known.
        milestones.Take();
    }

    /// <summary>The figures of the sessions of a target.</summary>
    /// <param name="sessions">The sessions.</param>
    /// <param name="time">The clock of the recorder, whose frequency is that of the trace.</param>
    public static RuntimeFigures Of(EventPipeSessions sessions, TimeProvider time) => new(
        sessions.Milestones, sessions.MainDrain, () => (sessions.Main.Profile, sessions.Main.LiveId is not null),
        sessions.Clock.Now, time.TimestampFrequency);

    /// <inheritdoc/>
    public void Read(TraceTicks now, IFigureSink sink)
    {
        if (now <= _before || _drain.PausedFor > MaxPause)
        {
            // The next reading is about this time too.
            return;
        }

        (Profile next, bool isLive) = _session();
        Span<long> values = stackalloc long[FigureTable.Runtime.Columns.Count];
        values.Fill(FigureTable.Unknown);
        values[Interval] = new TraceTicks(now.Since(_before)).Nanoseconds(_ticksPerSecond);
        if (_milestones.Take() is { } counts && isLive)
        {
            Fill(values, counts, [_profile, next]);
        }

        (_profile, _before) = (next, now);
        sink.Add(FigureTable.Runtime, 0, [], values);
    }

    private static void Fill(Span<long> values, MilestoneCounts counts, Profile[] recorded)
    {
        if (AreRecorded(recorded, RuntimeEventId.GCStart))
        {
            values[Collections] = counts.Gen0Collections;
            values[Collections + 1] = counts.Gen1Collections;
            values[Collections + 2] = counts.Gen2Collections;
        }

        if (counts.Pauses is { } pauses
            && AreRecorded(recorded, RuntimeEventId.GCSuspendBegin, RuntimeEventId.GCRestartEnd))
        {
            (values[PauseTime], values[LongestPause]) = pauses;
        }

        if (AreRecorded(recorded, RuntimeEventId.ExceptionThrown))
        {
            values[Exceptions] = counts.Exceptions;
        }
    }

    private static bool AreRecorded(Profile[] recorded, params int[] eventIds) =>
        Array.TrueForAll(recorded, profile =>
            Array.TrueForAll(eventIds, eventId => SignalEvents.HasRuntimeEvent(profile, eventId)));
}
