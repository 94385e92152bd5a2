using System.Buffers;
using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Files;

/// <summary>Files of nettrace: version 4, and version 6, which is only read and verified.</summary>
internal sealed class NetTraceFiles : ITraceFiles
{
    /// <inheritdoc/>
    public int PrefixBytes => NetTraceObjects.Magic.Length;

    /// <inheritdoc/>
    public bool MatchesPrefix(ReadOnlySpan<byte> untrusted) => untrusted.StartsWith(NetTraceObjects.Magic);

    /// <inheritdoc/>
    public ITraceVerifier Verify() => new NetTraceVerifier();

    /// <inheritdoc/>
    public ITraceRepairer Repair(IBufferWriter<byte> target, Func<TraceFault, string> describe) =>
        new NetTraceRepairer(target, describe);

    /// <inheritdoc/>
    public ITraceSurvey Survey() => new NetTraceSurvey();
}
