using Contrail.Core.Formats;
using Contrail.Core.Snapshots;
using Contrail.Sources;

namespace Contrail.GoTrace;

/// <summary>What is known of a stream of a Go trace in addition to its bytes.</summary>
internal interface IGoTraceFeed : IChunkStream
{
    /// <summary>How it ended, once reading has given 0.</summary>
    StreamEnd Ended { get; }

    /// <summary>The same for manifests and people.</summary>
    SourceEnd End { get; }

    /// <summary>What is the matter, while it has not ended; null if nothing is.</summary>
    string? Trouble { get; }

    /// <summary>Whether it has a connection now: false while a lost service is connected to again.</summary>
    bool IsConnected { get; }

    /// <summary>How often it has connected again.</summary>
    long ReconnectCount { get; }

    /// <summary>The lag of what has arrived after what the program has written; null if unknown.</summary>
    TimeSpan? Lag { get; }

    /// <summary>What it reads, in a line.</summary>
    string Line { get; }

    /// <summary>The connection to the program; null without one.</summary>
    GoLink? Link { get; }

    ProcessFacts Process { get; }

    HostFacts Host { get; }

    /// <summary>
    /// The trace's clock at a timestamp of the recorder's clock; null while unknown.
    /// </summary>
    TraceTicks? ClockAt(long timestamp);
}
