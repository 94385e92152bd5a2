using Contrail.Core.Formats;
using Contrail.Sources;

namespace Contrail.GoTrace;

/// <summary>What a stream of a Go trace tells of itself, beside its bytes.</summary>
internal interface IGoTraceFeed : IChunkStream
{
    /// <summary>How it ended, once reading has given 0.</summary>
    StreamEnd Ended { get; }

    /// <summary>In a few words, for people.</summary>
    string EndedHow { get; }

    /// <summary>What is the matter, while it has not ended; null if nothing is.</summary>
    string? Trouble { get; }

    /// <summary>Whether it has a connection now: false while a lost service is connected to again.</summary>
    bool IsConnected { get; }

    /// <summary>How often it has connected again.</summary>
    long ReconnectCount { get; }

    /// <summary>How far what has arrived is behind what the program has written; null where that is unknown.</summary>
    TimeSpan? Lag { get; }

    /// <summary>What it reads, in a line.</summary>
    string Line { get; }

    ProcessFacts Process { get; }

    HostFacts Host { get; }

    /// <summary>
    /// What the trace's clock shows, or showed, at a moment of the stopwatch; null while nobody knows.
    /// </summary>
    TraceTicks? ClockAt(long timestamp);
}
