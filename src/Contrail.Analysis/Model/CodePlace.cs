namespace Contrail.Analysis.Model;

/// <summary>The place in the code to which the numbers of a stack are attributed.</summary>
/// <param name="Frame">
/// The innermost frame of the program's own code; without one, of a library; otherwise the innermost frame that has a
/// name, or the innermost frame.
/// </param>
/// <param name="Depth">The index of that frame, counted from the innermost: so many frames are folded into it.</param>
/// <param name="Innermost">The innermost frame of the stack.</param>
internal readonly record struct CodePlace(StackFrame Frame, int Depth, StackFrame Innermost)
{
    /// <summary>Whether it is in the program's own code.</summary>
    public bool IsOwn => Frame.Origin == FrameOrigin.Own;
}
