namespace Contrail.Analysis.Model;

/// <summary>One call of a stack.</summary>
/// <param name="Name">The method or function with its type or package; empty if the trace does not contain it.</param>
/// <param name="File">The source file; empty if unknown.</param>
/// <param name="Line">The line in that file; 0 if unknown.</param>
/// <param name="Address">The address in the code of a frame without a name; otherwise 0.</param>
internal readonly record struct StackFrame(string Name, string File, int Line, ulong Address)
{
    /// <summary>Whether the method is known.</summary>
    public bool IsNamed => Name.Length > 0;

    /// <summary>A frame with a name only.</summary>
    public static StackFrame Named(string name) => new(name, "", 0, 0);

    /// <summary>A frame without a name.</summary>
    public static StackFrame At(ulong address) => new("", "", 0, address);
}
