namespace Contrail.Target.Work;

/// <summary>A shape that announces itself from inside its virtual method.</summary>
internal abstract class Shape
{
    public abstract double Area();

    internal sealed class Circle(double radius) : Shape
    {
        public override double Area()
        {
            WorkEvents.Log.Done(nameof(Circle), 0);
            return Math.PI * radius * radius;
        }
    }

    internal sealed class Square(double side) : Shape
    {
        public override double Area()
        {
            WorkEvents.Log.Done(nameof(Square), 0);
            return side * side;
        }
    }
}
