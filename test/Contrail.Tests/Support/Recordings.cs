using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Sources;

namespace Contrail.Tests.Support;

/// <summary>Recordings with room for what the tests feed them.</summary>
internal static class Recordings
{
    public static TraceRecording Of(TimeSpan period, long maxRetainedBytes = 64 << 10) => new(
        new NetTraceFormat(maxRetainedBytes),
        new RecordingLimits(period, 10 << 20),
        NetTraceSplitter.MaxFrameBytes);

    /// <summary>What a source states of its format when a recorder opens it.</summary>
    public static RecordedFormat Format() => new(new NetTraceFormat(1 << 20), NetTraceSplitter.MaxFrameBytes);
}
