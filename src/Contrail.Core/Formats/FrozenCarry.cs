namespace Contrail.Core.Formats;

/// <summary>What a file needs beside the generations, frozen with them; only the format's assembler reads it.</summary>
public abstract class FrozenCarry;
