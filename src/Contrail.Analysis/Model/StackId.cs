namespace Contrail.Analysis.Model;

/// <summary>A stack in a <see cref="StackTable"/>; 0 for none. Equal stacks have equal ids.</summary>
/// <param name="Value">Its number.</param>
internal readonly record struct StackId(int Value)
{
    /// <summary>No stack.</summary>
    public static StackId None => default;

    /// <summary>Whether there is no stack.</summary>
    public bool IsNone => Value == 0;
}
