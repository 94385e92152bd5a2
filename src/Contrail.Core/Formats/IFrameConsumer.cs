namespace Contrail.Core.Formats;

/// <summary>Receives the frames of a <see cref="FrameLoop"/>.</summary>
internal interface IFrameConsumer
{
    /// <summary>
    /// Processes a frame, which is borrowed. False stops the loop at this frame: with a fault the stream is malformed,
    /// without one the rest of it is not needed.
    /// </summary>
    bool TryTake(in Frame frame, out TraceFault? fault);
}
