namespace Contrail.Scenarios.Support;

/// <summary>The events of one kind of dynamic code, which contain what their own stack must show.</summary>
public sealed class Marks
{
    private readonly HashSet<ulong> _addresses = [];

    public long All { get; private set; }

    /// <summary>The events whose stack shows it.</summary>
    public long Right { get; private set; }

    /// <summary>Different addresses of the right frames; fewer than those, when addresses were used again.</summary>
    public int Addresses => _addresses.Count;

    /// <summary>What the last wrong one has on its stack instead; null when all are right.</summary>
    public string? LastWrong { get; private set; }

    internal void AddRight(ulong address)
    {
        All++;
        Right++;
        _addresses.Add(address);
    }

    internal void AddWrong(string wrong)
    {
        All++;
        LastWrong = wrong;
    }
}
