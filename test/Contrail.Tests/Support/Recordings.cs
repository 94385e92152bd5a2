using Contrail.Core.Formats.NetTrace;
using Contrail.Core.Ring;

namespace Contrail.Tests.Support;

/// <summary>Recordings with room for what the tests feed them.</summary>
internal static class Recordings
{
    public static TraceRecording Of(TimeSpan period, long onceBytesMax = 64 << 10) => new(
        new NetTraceFormat(onceBytesMax),
        new RecordingLimits(period, 10 << 20),
        NetTraceSplitter.FrameBytesMax);
}
