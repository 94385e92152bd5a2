using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>
/// Finds the frames of a nettrace file of version 4 or 6: the first bytes decide. Not safe for concurrent use.
/// </summary>
internal sealed class FileSplitter : IFrameSplitter
{
    private IFrameSplitter _splitter = new NetTraceSplitter();
    private bool _isChosen;

    /// <inheritdoc/>
    public TraceFault? Fault => _splitter.Fault;

    /// <summary>Whether the file is of version 6.</summary>
    public bool IsV6 => _splitter is V6Splitter;

    /// <inheritdoc/>
    public SplitStatus Split(ReadOnlySpan<byte> untrusted, out Frame frame, out int bytesNeeded)
    {
        if (!_isChosen && untrusted.Length >= V6Splitter.RecognizedBytes)
        {
            _isChosen = true;
            _splitter = V6Splitter.IsStreamHeader(untrusted) ? new V6Splitter() : _splitter;
        }

        return _splitter.Split(untrusted, out frame, out bytesNeeded);
    }

    /// <inheritdoc/>
    public void Take(in Frame frame) => _splitter.Take(frame);
}
