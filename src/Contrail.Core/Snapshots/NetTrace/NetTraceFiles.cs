using System.Buffers;
using Contrail.Core.Formats;
using Contrail.Core.Formats.NetTrace;

namespace Contrail.Core.Snapshots.NetTrace;

/// <summary>Files of nettrace 4.</summary>
public sealed class NetTraceFiles : ITraceFiles
{
    /// <inheritdoc/>
    public int PrefixBytes => NetTraceObjects.Magic.Length;

    /// <inheritdoc/>
    public bool HasEventViews => true;

    /// <inheritdoc/>
    public bool IsBegunBy(ReadOnlySpan<byte> untrusted) => untrusted.StartsWith(NetTraceObjects.Magic);

    /// <inheritdoc/>
    public ITraceVerifier Verify() => new NetTraceVerifier();

    /// <inheritdoc/>
    public ITraceRepairer Repair(IBufferWriter<byte> target) => new NetTraceRepairer(target);

    /// <inheritdoc/>
    public ITraceSurvey Survey() => new NetTraceSurvey();
}
